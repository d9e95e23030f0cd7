import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Plugin} from 'esbuild';
import {lateModule} from './rewrite-imports.ts';

const stringWidth = resolve('node_modules/string-width/index.js');

/**
Modules that are replaced in the program with the screen, and the files of their replacements.

- `string-width`: one copy for us and for Ink, which has four, and run only when a text is measured that is neither
ASCII nor line drawing. Each copy compiles a pattern of all emoji as it loads.
- `yoga-layout`: see `no-layout.ts`.
*/
const replacements = {'string-width': stringWidth, 'yoga-layout': resolve('scripts/no-layout.ts')};

/** The build fails if nothing imports one of them any more, or imports something that its replacement does not have. */
export const standInModules: Plugin = {
	name: 'stand-in-modules',
	setup({onResolve, onLoad, onEnd}) {
		const unused = new Set(Object.keys(replacements));
		for (const [name, path] of Object.entries(replacements)) {
			onResolve({filter: new RegExp(`^${name}(?:/|$)`)}, ({path: imported}) => {
				unused.delete(name);
				return imported === name ? {path} : {errors: [{text: `only ${name} itself has a replacement (scripts/stand-in-modules.ts)`}]};
			});
		}
		onLoad({filter: /[\\/]string-width[\\/]index\.js$/}, ({path}) => ({contents: lateModule(readFileSync(path, 'utf8'))}));
		onEnd(() => ({
			errors: [...unused].map(name => ({text: `nothing imports ${name} any more (take it out of scripts/stand-in-modules.ts)`})),
		}));
	},
};
