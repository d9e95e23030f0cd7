import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/**
Finds a file of the program. The build puts all of them into `dist/`, with the calling code possibly in `dist/chunks/`.
When run from source, workers are source files and the rest comes from `dist/`.

@param name - The name in `dist/`.
@param source - The same program as a source file, relative to `src/`.
@returns `undefined` if it is missing.
*/
export function bundledFile(name: string, source?: string): string | undefined {
	const here = import.meta.url;
	const places = here.endsWith('.ts') ? [source ?? `../dist/${name}`] : [name, `../${name}`];
	return places.map(place => fileURLToPath(new URL(place, here))).find(path => existsSync(path));
}

/** @throws Error if it is missing because part of the installation was deleted. */
export function workerFile(name: string, source: string): string {
	const path = bundledFile(name, source);
	if (path === undefined) {
		throw new Error(`${name} is missing from the installation (install obs-top again)`);
	}
	return path;
}
