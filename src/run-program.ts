import {fileURLToPath} from 'node:url';
import {runKept} from './kept-code.ts';

/** What the build made of a program: scripts whose parts are functions (`scripts/link-program.ts`). */
export type BundledProgram = {
	/** In the order in which they are read, each when a part is needed that is in none before. */
	readonly files: readonly string[];
	/** The part that is run. */
	readonly first: string;
};

type Exports = Readonly<Record<string, unknown>>;
type Take = (part: string) => Promise<Exports>;
type Parts = Readonly<Record<string, (take: Take, importModule: Take, here: string) => Promise<Exports>>>;

/**
Runs a program of the bundle.

@param here - A URL beside its files.
@param use - What it is run for.
*/
export async function runProgram(here: string, {files, first}: BundledProgram, use: string): Promise<void> {
	const unread = [...files];
	const exports = new Map<string, Promise<Exports>>();
	let parts: Parts = {};
	const take: Take = name => {
		const known = exports.get(name);
		if (known !== undefined) {
			return known;
		}
		while (!(name in parts)) {
			const file = unread.shift();
			if (file === undefined) {
				throw new Error(`the bundle has no ${name}`);
			}
			parts = {...parts, ...(runKept(fileURLToPath(new URL(file, here)), `${file}-${use}`) as Parts)};
		}
		const exported = parts[name]?.(take, specifier => import(specifier), here) ?? Promise.reject();
		exports.set(name, exported);
		return exported;
	};
	await take(first);
}
