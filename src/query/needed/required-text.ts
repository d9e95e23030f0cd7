import {type Canonical, canonicalOf} from '../../shared/field-names.ts';
import {type BytePattern, patternOfLine} from './byte-patterns.ts';
import type {Asked} from './needed.ts';

/**
What stands in the bytes of every line that passes a test of a field, unless it writes the text with escapes (`\u0065`) or is a piece of one that was cut.

@returns `undefined` where nothing need stand there: what passes may be a number spelled otherwise, or be made up from other fields.
*/
export function requiredText(node: Asked): BytePattern | undefined {
	if (node.type === 'has' || node.operator !== '=' || !isKeptAsWritten(node.name)) {
		return undefined;
	}
	const {text, isQuoted} = node.value;
	if (!/^[\x20-\x7e]+$/.test(text)) {
		return undefined;
	}
	// The Kelvin sign is a k without case, and a dotted I is an i and its dot, which a glob may pass over.
	const isGlob = !isQuoted && /[*?]/.test(text);
	const [run = ''] = text.split(isGlob ? /["\\/*?ik]/i : /["\\/k]/i).sort((a, b) => b.length - a.length);
	return mayBeMadeUp(run) ? undefined : patternOfLine(run)?.pattern;
}

function isKeptAsWritten(name: string): boolean {
	const canonical = canonicalOf(name);
	return canonical === undefined || keptAsWritten.has(canonical);
}

/** The fields whose texts dialects take from the line, but for Spark's `stage 3`. */
const keptAsWritten: ReadonlySet<Canonical> = new Set(['component', 'host', 'batch', 'circuitName', 'reason']);

/** Whether it may be a part of `stage 3` or of how a number is written out. */
function mayBeMadeUp(run: string): boolean {
	return /^[aegst \d.+-]*$/i.test(run) || 'infinity'.includes(run.toLowerCase());
}
