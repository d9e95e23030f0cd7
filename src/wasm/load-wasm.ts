import {readFileSync} from 'node:fs';
import {bundledFile} from '../bundled-file.ts';

export type WasmMemory = {readonly buffer: ArrayBuffer; grow(pages: number): number};

/** As much of it as is used; its types come with a browser's only. */
declare const WebAssembly: {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object, imports: object) => {readonly exports: object};
	readonly Memory: new (limits: {readonly initial: number; readonly maximum: number; readonly shared: true}) => WasmMemory;
};

const pageBytes = 65_536;
const compiled = new Map<string, object | undefined>();

/**
A new instance of a module that the build has compiled, which is compiled for the machine once.

@param name - Of the file in `dist/`. The sources find it there too, once it was built.
@param imports - What it asks for, by the name of its source.
@returns Its exports; `undefined` where it is not there.
*/
export function loadWasm(name: string, imports: object = {}): object | undefined {
	if (!compiled.has(name)) {
		const path = bundledFile(name);
		compiled.set(name, path === undefined ? undefined : new WebAssembly.Module(readFileSync(path)));
	}
	const module = compiled.get(name);
	return module && new WebAssembly.Instance(module, imports).exports;
}

/** Of at least so many bytes; what is never touched takes no memory. */
export function newMemory(byteLength: number): WasmMemory {
	const pages = Math.ceil(byteLength / pageBytes);
	return new WebAssembly.Memory({initial: pages, maximum: pages, shared: true});
}
