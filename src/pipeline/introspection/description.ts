import type {Class} from 'acorn';
import {docText} from './doc-text.ts';
import {keyOf} from './literal.ts';
import {isClass, type ParsedFunction, parseFunction} from './parse-function.ts';
import {sourceDescription} from './source-description.ts';

export const noDocstring = 'No docstring';

/**
The first line of a stage's description: its own `description` or the static one of its class; else the JSDoc in the
function's live text (on `process` inside its class, or at the top of the body); else the JSDoc before its class or
function in the source files.

@param className - The name to look for in the sources.
@param owner - The stage's class, or the stage itself if it has none.
@param process - The function that does the work.
*/
export function describe(
	stage: unknown,
	{
		className,
		owner,
		process,
		sources,
	}: {readonly className: string; readonly owner: unknown; readonly process: unknown; readonly sources: readonly string[]},
): string {
	return firstLine(
		ownDescription(stage) ??
			ownDescription(owner) ??
			textDescription(owner, process) ??
			sourceDescription(className, sources) ??
			noDocstring,
	);
}

function firstLine(text: string): string {
	return text.trim().split('\n', 1)[0] ?? '';
}

function ownDescription(value: unknown): string | undefined {
	if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
		return undefined;
	}
	const description: unknown = Reflect.get(value, 'description');
	return typeof description === 'string' && description.trim() !== '' ? description : undefined;
}

function textDescription(owner: unknown, process: unknown): string | undefined {
	const parsedOwner = parseFunction(owner);
	const fromClass = parsedOwner !== undefined && isClass(parsedOwner.node) ? memberDoc(parsedOwner, parsedOwner.node) : undefined;
	return fromClass ?? bodyDoc(parseFunction(process));
}

function memberDoc(parsed: ParsedFunction, node: Class): string | undefined {
	let previousEnd = node.body.start;
	for (const member of node.body.body) {
		if ('key' in member && keyOf(member.key) === 'process') {
			return lastDocBetween(parsed, previousEnd, member.start);
		}
		previousEnd = member.end;
	}
	return undefined;
}

/** The doc comment at the start of the body, as in Python. */
function bodyDoc(parsed: ParsedFunction | undefined): string | undefined {
	if (parsed === undefined || !('body' in parsed.node) || parsed.node.body.type !== 'BlockStatement') {
		return undefined;
	}
	const {start, end, body} = parsed.node.body;
	return lastDocBetween(parsed, start, body[0]?.start ?? end);
}

function lastDocBetween({comments}: ParsedFunction, start: number, end: number): string | undefined {
	const docs = comments.filter(comment => comment.start >= start && comment.end <= end && comment.type === 'Block');
	return docs.map(comment => docText(comment.value)).findLast(text => text !== undefined);
}
