import {readFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import {extname, resolve} from 'node:path';
import type {Loader, Plugin} from 'esbuild';

const statement = /^import\s*(?:(?!type\b)(\w+)\s*,?\s*)?(?:\{([^}]*)\}|\*\s*as\s+(\w+))?\s*from\s*['"]([\w:/]+)['"];?/gm;
const segmenter = resolve('scripts/segmenter.ts');

/**
Takes two things out of the start of modules that can wait.

Node's own modules are asked for by a call instead of an `import`, which reads each of their exports: that loads all that stands behind getters (streams, MIME types, locks), 10 ms of each thread's start. The segmenters of Ink, and of what it uses, are made when they are first asked (`segmenter.ts`).
*/
export const lightStart: Plugin = {
	name: 'light-start',
	setup({onLoad}) {
		onLoad({filter: /\.[cm]?[jt]sx?$/}, ({path}) => {
			const source = readFileSync(path, 'utf8').replaceAll(statement, taken);
			const makesSegmenter = /^(?:const|let) .*new Intl\.Segmenter\(/m.test(source);
			return {
				contents: makesSegmenter
					? `import {Segmenter} from ${JSON.stringify(segmenter)};${source.replaceAll('Intl.Segmenter', 'Segmenter')}`
					: source,
				loader: loaderOf(path),
			};
		});
	},
};

function taken(text: string, whole: string | undefined, names: string | undefined, namespace: string | undefined, module: string): string {
	if (!isBuiltin(module)) {
		return text;
	}
	const named = names && `{${names.replaceAll(/\btype\s+\w+,?/g, '').replaceAll(/\bas\b/g, ':')}}`;
	return [whole, namespace, named]
		.filter(target => target !== undefined && target !== 'process') // that is there
		.map(target => `const ${target} = globalThis.process.getBuiltinModule('${module}');`)
		.join(' ');
}

function loaderOf(path: string): Loader {
	const extension = extname(path).replace(/^\.[cm]?/, '');
	return extension === 'ts' || extension === 'tsx' || extension === 'jsx' ? extension : 'js';
}
