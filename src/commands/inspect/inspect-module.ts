import {type Stats, statSync} from 'node:fs';
import {resolve} from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {NothingFoundError, SourceError} from '../../errors.ts';
import {describeMarkdown} from '../../pipeline/introspection/describe-markdown.ts';
import {describeText} from '../../pipeline/introspection/describe-text.ts';
import {discoverStages} from '../../pipeline/introspection/discover-stages.ts';
import {inspectPipeline} from '../../pipeline/introspection/inspect-pipeline.ts';
import {parameterSchema} from '../../pipeline/introspection/parameter-schema.ts';
import {codeOf, isSystemError, whyUnread} from '../../shared/system-error.ts';
import {safeJson} from '../safe-json.ts';
import type {InspectFormat} from './inspect-options.ts';

/**
Describes every stage that a module exports. This imports the module, so its code runs.

@throws SourceError if it can't be loaded, NothingFoundError if it exports no stage.
*/
export async function inspectModule(path: string, format: InspectFormat): Promise<string> {
	const file = resolve(path);
	const stages = discoverStages(await load(path, file));
	if (stages.length === 0) {
		throw new NothingFoundError(`${path}: no stages found (export a class or an object with a process method)`);
	}
	const descriptions = inspectPipeline(stages, {source: file});
	switch (format) {
		case 'text':
			return describeText(descriptions);
		case 'markdown':
			return describeMarkdown(descriptions);
		case 'json':
			return safeJson(descriptions);
		case 'json-schema':
			return safeJson(Object.fromEntries(stages.map((stage, index) => [descriptions[index]?.stage ?? '', parameterSchema(stage)])));
	}
}

async function load(path: string, file: string): Promise<object> {
	const stat = statOf(path, file);
	if (stat?.isFile() !== true) {
		throw new SourceError(`${path}: ${stat === undefined ? 'no such module' : 'not a file'} (name a JavaScript or TypeScript file)`);
	}
	process.removeAllListeners('warning'); // Node warns about a file without a package.json
	try {
		return await import(pathToFileURL(file).href);
	} catch (error) {
		throw new SourceError(`${path}: can't be loaded: ${reasonOf(error)}`, {cause: error});
	}
}

function statOf(path: string, file: string): Stats | undefined {
	try {
		return statSync(file, {throwIfNoEntry: false});
	} catch (error) {
		throw isSystemError(error) ? new SourceError(`${path}: ${whyUnread(error.code)}`, {cause: error}) : error;
	}
}

function reasonOf(error: unknown): string {
	const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
	const code = codeOf(error);
	if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
		return `Node ${process.versions.node} can't load this file (.ts needs Node 22.18 or newer; compile anything else to JavaScript)`;
	}
	if (code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' || error instanceof SyntaxError) {
		return `${message} (Node only strips types: compile decorators, enums and JSX to JavaScript first)`;
	}
	return message;
}
