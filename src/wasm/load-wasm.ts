import {readFileSync} from 'node:fs';
import {bundledFile} from '../bundled-file.ts';

export type WasmMemory = {readonly buffer: ArrayBuffer; grow(pages: number): number};

/** Only the part in use. Otherwise its types only come with those of a browser. */
declare const WebAssembly: {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object, imports: object) => {readonly exports: object};
	readonly Memory: new (limits: {readonly initial: number; readonly maximum: number; readonly shared: true}) => WasmMemory;
};

const pageBytes = 65_536;
const compiled = new Map<string, object | undefined>();

/**
Creates an instance of a module from the build. The module is compiled to machine code once.

@param name - Of the file in `dist/`. When running from source it is also found there, after a build.
@param imports - What it imports, by the name of the source file.
@returns Its exports. `undefined` when the file does not exist.
*/
export function loadWasm(name: string, imports: object = {}): object | undefined {
	if (!compiled.has(name)) {
		const path = bundledFile(name);
		compiled.set(name, path === undefined ? undefined : new WebAssembly.Module(readFileSync(path)));
	}
	const module = compiled.get(name);
	return module && new WebAssembly.Instance(module, imports).exports;
}

/** Of at least this many bytes. Untouched parts take no memory. */
export function newMemory(byteLength: number): WasmMemory {
	const pages = Math.ceil(byteLength / pageBytes);
	return new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
}
