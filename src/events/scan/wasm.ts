import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

export type WasmMemory = {readonly buffer: ArrayBuffer; grow(pages: number): number};

/** What is compiled; an instance of it has functions and perhaps a memory of its own. */
export type WasmModule = object;

/** As much of it as is used; its types come with a browser's only. */
declare const WebAssembly: {
	readonly Module: new (bytes: Uint8Array) => WasmModule;
	readonly Instance: new (module: WasmModule, imports: object) => {readonly exports: object};
	readonly Memory: new (limits: {readonly initial: number}) => WasmMemory;
};

const pageBytes = 65_536;
const compiled = new Map<string, WasmModule | undefined>();

/**
A file that the build made of AssemblyScript: beside the bundle, where the sources find it too, once it was built.

@returns `undefined` where it was not built.
*/
export function wasmModule(name: string): WasmModule | undefined {
	if (!compiled.has(name)) {
		const path = [`./${name}`, `../${name}`, `../../../dist/${name}`]
			.map(place => fileURLToPath(new URL(place, import.meta.url)))
			.find(place => existsSync(place));
		compiled.set(name, path === undefined ? undefined : new WebAssembly.Module(readFileSync(path)));
	}
	return compiled.get(name);
}

/** @returns What it exports. */
export function newInstance(module: WasmModule, imports: object = {}): object {
	return new WebAssembly.Instance(module, imports).exports;
}

/** Of at least so many bytes; what is never touched takes no memory. */
export function newMemory(byteLength: number): WasmMemory {
	return new WebAssembly.Memory({initial: Math.ceil(byteLength / pageBytes)});
}
