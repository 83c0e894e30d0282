// node pyodide.mjs PYODIDE FOLDER NAME: runs FOLDER/NAME.py in CPython for WebAssembly.
import { pathToFileURL } from "node:url";

const [module, folder, name] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(module).href);
const pyodide = await loadPyodide();
pyodide.FS.mkdirTree("/here");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/here");
try {
  await pyodide.runPythonAsync(`
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/here")
import ${name}
await ${name}.main()
`);
} catch (error) {
  console.error(error.message); // the traceback
  process.exit(1);
}
process.exit(0); // timers of what was run may be pending
