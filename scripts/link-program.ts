import {createHash} from 'node:crypto';
import {writeFileSync} from 'node:fs';
import {basename} from 'node:path';
import {Script} from 'node:vm';
import {type BuildOptions, build} from 'esbuild';
import type {BundledProgram} from '../src/run-program.ts';

/** A program of the bundle, made of parts. */
export type Program = {
	readonly name: string;
	/** The module that is run. */
	readonly entryPoint: string;
	/** The module that runs it (`src/run-program.ts`). */
	readonly start: string;
	/** By the modules in a part, whether it is in a second file, which is read when a part of it is needed. */
	readonly isLater?: (modules: readonly string[]) => boolean;
};

/**
Bundles a program as scripts, which V8 can be given with the code that it made of them before: each part that esbuild splits it into becomes a function, what it imports of other parts its constants.

@returns The modules in it.
*/
export async function linkProgram(program: Program, folder: string, options: BuildOptions): Promise<readonly string[]> {
	const {name, entryPoint, start, isLater} = program;
	const {outputFiles, metafile} = await build({
		...options,
		define: {...options.define, 'import.meta.url': 'urlOfProgram'},
		entryPoints: {[name]: entryPoint},
		entryNames: '[name]',
		chunkNames: '[name]-[hash]',
		splitting: true,
		metafile: true,
		write: false,
	});
	for (const [path, {imports}] of Object.entries(metafile.inputs)) {
		const late = imports.find(each => each.kind === 'require-call' && metafile.inputs[each.path]?.format === 'esm');
		if (late !== undefined) {
			throw new Error(`${path} requires ${late.path}, a module: its exports would be set after other parts have taken them`);
		}
	}
	const modulesOf = new Map(Object.entries(metafile.outputs).map(([path, {inputs}]) => [basename(path), Object.keys(inputs)]));
	const parts = outputFiles.map(({path, text}) => ({
		name: basename(path),
		text,
		isLater: isLater?.(modulesOf.get(basename(path)) ?? []) === true,
	}));
	const files = [parts.filter(part => !part.isLater), parts.filter(part => part.isLater)]
		.filter(group => group.length > 0)
		.map(group => writeScript(group, `${folder}/${name}`));
	const bundled: BundledProgram = {files, first: `${name}.mjs`};
	await build({
		...options,
		define: {...options.define, program: JSON.stringify(bundled)},
		entryPoints: {[name]: start},
	});
	return Object.keys(metafile.inputs);
}

/** @returns The file's name, which has its content's hash: what V8 made of another version is of no use. */
function writeScript(parts: ReadonlyArray<{readonly name: string; readonly text: string}>, path: string): string {
	const script = `'use strict';({${parts.map(({name, text}) => `${JSON.stringify(name)}:${functionOf(text)}`).join(',\n')}})`;
	new Script(script); // throws where it is none
	const file = `${path}-${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`;
	writeFileSync(file, script);
	return basename(file);
}

/** esbuild writes what a part imports at its start, and what it exports at its end. */
function functionOf(part: string): string {
	const body = part
		.replaceAll(
			/\bimport(?:\{([^{}"]*)\}from)?"(\.\/)?([@\w/.-]+)";/g,
			(_, names: string | undefined, isPart: string | undefined, from: string) =>
				`${names === undefined ? '' : `const{${pairs(names, 'from')}}=`}await ${isPart ? 'takePart' : 'importModule'}("${from}");`,
		)
		.replaceAll(/\bimport\("\.\/([\w.-]+)"\)/g, 'takePart("$1")')
		.replaceAll(/\bimport\(/g, 'importModule(')
		.replace(/\bexport\{([^{}]*)\};?\s*$/, (_, names: string) => `return{${pairs(names, 'to')}};`);
	return `async(takePart,importModule,urlOfProgram)=>{${body}}`;
}

/** `a as b,c`, as what an object is taken apart into or put together from. */
function pairs(names: string, direction: 'from' | 'to'): string {
	return names
		.split(',')
		.map(each => each.trim().split(' as '))
		.map(([name = '', other = name]) => (direction === 'from' ? `${name}:${other}` : `${other}:${name}`))
		.join(',');
}
