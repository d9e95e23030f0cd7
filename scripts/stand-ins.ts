import {readFileSync} from 'node:fs';
import {transformSync} from 'esbuild';

/**
What globals are in the program with the screen, by the names that they have there.

- `Intl.Segmenter`: see `late-segmenter.ts`.
- `fetch`: there is none, for obs-top never asks the network. The layout library that Ink uses would load its WebAssembly through it, from a text in itself, and for that Node its whole HTTP client: 20 ms of each start.
*/
export const standIns = {'Intl.Segmenter': 'LateSegmenter', fetch: 'noFetch'} as const;

/** The code that makes them. */
export function standInCode(): string {
	const {code} = transformSync(readFileSync('scripts/late-segmenter.ts', 'utf8'), {
		loader: 'ts',
		format: 'iife',
		globalName: 'segmenter',
		minifyWhitespace: true,
	});
	return `${code}const{LateSegmenter}=segmenter,noFetch=undefined;`;
}

/**
@param parts - The program without that code.
@throws Where nothing asks for one of them any more, or something goes past it.
*/
export function checkStandIns(parts: string): void {
	for (const [global, name] of Object.entries(standIns)) {
		if (!new RegExp(`\\b${name}\\b`).test(parts)) {
			throw new Error(`nothing in the program asks for ${global} any more (take ${name} out of scripts/stand-ins.ts)`);
		}
		if (parts.includes(`${global}(`)) {
			throw new Error(`something in the program asks for ${global} and gets the real one (see scripts/stand-ins.ts)`);
		}
	}
}
