import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/**
Where a file of the program is. The build puts them all into `dist/`, and code that asks there may be in `dist/chunks/`; the sources, run as they are, have their own worker files and take the rest from `dist/`.

@param name - In `dist/`.
@param source - The same program as a source, from `src/` on.
@returns `undefined` where it is missing.
*/
export function bundledFile(name: string, source?: string): string | undefined {
	const here = import.meta.url;
	const places = here.endsWith('.ts') ? [source ?? `../dist/${name}`] : [name, `../${name}`];
	return places.map(place => fileURLToPath(new URL(place, here))).find(path => existsSync(path));
}

/** @throws Error where it is missing: a part of the installation was deleted. */
export function workerFile(name: string, source: string): string {
	const path = bundledFile(name, source);
	if (path === undefined) {
		throw new Error(`${name} is missing from the installation (install obs-top again)`);
	}
	return path;
}
