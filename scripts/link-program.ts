import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {basename} from 'node:path';
import {Script} from 'node:vm';
import {type BuildOptions, build, type Metafile} from 'esbuild';
import type {BundledProgram} from '../src/run-program.ts';
import {functionOf, withBuiltinsByCall} from './rewrite-imports.ts';
import {standInModules} from './stand-in-modules.ts';
import {checkStandIns, standInCode, standIns} from './stand-ins.ts';

/** A program of the bundle, split into parts. */
export type Program = {
	readonly name: string;
	/** The module to run. */
	readonly entryPoint: string;
	/** The module that runs it (`src/run-program.ts`). */
	readonly start: string;
	/** Whether it contains Ink; then some globals are replaced (`stand-ins.ts`). */
	readonly hasScreen?: boolean;
};

/**
Bundles a program as a script, so that V8 can load it together with cached code. Each part that esbuild splits it into
becomes a function; imports from other parts become constants in it.

@returns The modules that ended up in the bundle.
*/
export async function linkProgram(
	{name, entryPoint, start, hasScreen = false}: Program,
	folder: string,
	options: BuildOptions,
): Promise<readonly string[]> {
	const {outputFiles, metafile} = await build({
		...options,
		define: {...options.define, 'import.meta': 'importMeta', ...(hasScreen && standIns)},
		entryPoints: {[name]: entryPoint},
		entryNames: '[name]',
		chunkNames: '[name]-[hash]',
		splitting: true,
		...(hasScreen && {plugins: [standInModules]}),
		metafile: true,
		write: false,
	});
	for (const [path, {imports}] of Object.entries(metafile.inputs)) {
		const late = imports.find(each => each.kind === 'require-call' && metafile.inputs[each.path]?.format === 'esm');
		if (late !== undefined) {
			throw new Error(`${path} requires ${late.path}, a module: its exports would be set after other parts have taken them`);
		}
	}
	const parts = outputFiles.map(({path, text}) => `${JSON.stringify(basename(path))}:${functionOf(text)}`).join(',\n');
	if (hasScreen) {
		checkStandIns(parts);
	}
	const script = `(()=>{'use strict';${hasScreen ? standInCode() : ''}return{${parts}}})()`;
	new Script(script); // throws if it isn't valid
	// code that V8 cached for another version is useless
	const file = `${name}-${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`;
	writeFileSync(`${folder}/${file}`, script);
	const bundled: BundledProgram = {file, first: `${name}.mjs`};
	await build({
		...options,
		define: {...options.define, program: JSON.stringify(bundled)},
		entryPoints: {[name]: start},
	});
	const startFile = `${folder}/${name}.mjs`;
	writeFileSync(startFile, withBuiltinsByCall(readFileSync(startFile, 'utf8')));
	return modulesIn(metafile);
}

/** The modules that ended up in the output. */
export function modulesIn({outputs}: Metafile): readonly string[] {
	return Object.values(outputs).flatMap(({inputs}) =>
		Object.entries(inputs).flatMap(([path, {bytesInOutput}]) => (bytesInOutput > 0 ? [path] : [])),
	);
}
