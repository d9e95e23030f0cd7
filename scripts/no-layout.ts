/**
Replaces Ink's layout library in the bundle (`stand-in-modules.ts`). Components draw on a canvas, and what Ink itself lays out and writes is never shown, so every node may measure 0 in every way.
The library is WebAssembly: loading, compiling and running it costs more CPU time than Node's own start.
*/
const node = new Proxy({}, {get: () => () => 0});
const layout = {Node: {create: () => node}};

// biome-ignore lint/style/noDefaultExport: as the library does
export default layout;
