import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/**
Where the code of a worker stands: in the sources in this folder; in the bundle in `dist/`, whose other parts are there or in `dist/chunks/`.

@param source - `./worker.ts`
@param built - `engine-worker.mjs`
*/
export function workerUrl(source: string, built: string): URL {
	const here = import.meta.url;
	const candidates = [here.endsWith('.ts') ? source : `./${built}`, `../${built}`].map(path => new URL(path, here));
	return candidates.find(url => existsSync(fileURLToPath(url))) ?? new URL(`./${built}`, here);
}
