import {dialects} from '../../events/dialects/index.ts';
import {ownWordsOf} from '../../events/rules/rule.ts';
import {type Canonical, canonicalOf} from '../../shared/field-names.ts';
import {type BytePattern, patternOfLine} from './byte-patterns.ts';
import type {Asked} from './needed.ts';

/**
Bytes that occur in every line whose field passes the test, unless the line escapes the text (`\u0065`) or is a piece of
a cut line.

@returns `undefined` when no bytes are certain: a number may be spelled differently, or the value be composed from other
fields.
*/
export function requiredText(node: Asked): BytePattern | undefined {
	if (node.type === 'has' || node.operator !== '=' || !isKeptAsWritten(node.name)) {
		return undefined;
	}
	const {text, isQuoted} = node.value;
	if (!/^[\x20-\x7e]+$/.test(text)) {
		return undefined;
	}
	// Quotes, backslashes and slashes may be escaped, and rules put names together with dots and spaces. Ignoring case, the Kelvin sign is a k, and a dotted I is an i
	// plus its dot, which a glob may skip.
	const isGlob = !isQuoted && /[*?]/.test(text);
	const [run = ''] = text.split(isGlob ? /[^\w-]|[ik]/i : /[^\w-]|k/i).sort((a, b) => b.length - a.length);
	return mayBeMadeUp(run) ? undefined : patternOfLine(run)?.pattern;
}

function isKeptAsWritten(name: string): boolean {
	const canonical = canonicalOf(name);
	return canonical === undefined || keptAsWritten.has(canonical);
}

/** The fields whose texts dialects copy from the line, except for Spark's `stage 3`, `status 503` and the `:id` of routes. */
const keptAsWritten: ReadonlySet<Canonical> = new Set(['component', 'host', 'batch', 'circuitName', 'reason']);

/** What the rules of known systems call things by themselves. */
const ownWords: readonly string[] = dialects.flatMap(({rules = []}) => rules.flatMap(ownWordsOf)).map(word => word.toLowerCase());

/** Whether it may be a word of a rule, or part of `stage 3`, `status 503`, `/cart/:id` or of a formatted number. */
function mayBeMadeUp(run: string): boolean {
	return /^(?:[aegstu \d.+-]*|i?d)$/i.test(run) || ['infinity', ...ownWords].some(word => word.includes(run.toLowerCase()));
}
