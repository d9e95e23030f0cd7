import {fileURLToPath} from 'node:url';
import {runKept} from './kept-code.ts';

/** A program as built: a script whose parts are functions (`scripts/link-program.ts`). */
export type BundledProgram = {
	readonly file: string;
	/** The part to run. */
	readonly first: string;
};

type Exports = Readonly<Record<string, unknown>>;
type Take = (part: string) => Promise<Exports>;
type Parts = Readonly<Record<string, (take: Take, importModule: Take, importMeta: {readonly url: string}) => Promise<Exports>>>;

/**
Runs a program of the bundle.

@param here - A URL next to its files.
@param use - The purpose of the run.
*/
export async function runProgram(here: string, {file, first}: BundledProgram, use: string): Promise<void> {
	const parts = runKept(fileURLToPath(new URL(file, here)), `${file}-${use}`) as Parts;
	const exports = new Map<string, Promise<Exports>>();
	const take: Take = name => {
		let exported = exports.get(name);
		if (exported === undefined) {
			exported = parts[name]?.(take, specifier => import(specifier), {url: here}) ?? Promise.reject(new Error(`the bundle has no ${name}`));
			exports.set(name, exported);
		}
		return exported;
	};
	await take(first);
}
