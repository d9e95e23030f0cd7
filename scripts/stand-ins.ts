import {readFileSync} from 'node:fs';
import {transformSync} from 'esbuild';

/**
Globals that are replaced in the program with the screen, and the names of their replacements (`late-segmenter.ts`).
*/
export const standIns = {'Intl.Segmenter': 'LateSegmenter'} as const;

/** The code that defines them. */
export function standInCode(): string {
	const {code} = transformSync(readFileSync('scripts/late-segmenter.ts', 'utf8'), {
		loader: 'ts',
		format: 'iife',
		globalName: 'segmenter',
		minifyWhitespace: true,
	});
	return `${code}const{LateSegmenter}=segmenter;`;
}

/**
@param parts - The program without that code.
@throws if nothing uses one of the globals any more, or something bypasses its replacement.
*/
export function checkStandIns(parts: string): void {
	for (const [global, name] of Object.entries(standIns)) {
		if (!new RegExp(`\\b${name}\\b`).test(parts)) {
			throw new Error(`nothing in the program uses ${global} any more (remove ${name} from scripts/stand-ins.ts)`);
		}
		if (parts.includes(`${global}(`)) {
			throw new Error(`something in the program uses the real ${global} instead of its stand-in (see scripts/stand-ins.ts)`);
		}
	}
}
