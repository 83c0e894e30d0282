"""What tests need: answers, examples and strategies. No call imports anything of it."""
