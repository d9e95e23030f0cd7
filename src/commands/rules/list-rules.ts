import type {Dialect} from '../../events/dialects/dialect.ts';
import type {Rule} from '../../events/rules/rule.ts';

/** The user's own rules and those of the known systems, in the order of asking. */
export function listRules(own: readonly Rule[], dialects: readonly Dialect[]): string {
	const known = dialects.flatMap(({rules = []}) => rules);
	const width = Math.max(...[...own, ...known].map(({name}) => name.length));
	const part = (title: string, rules: readonly Rule[]) => [title, ...rules.map(rule => `  ${rule.name.padEnd(width)}  ${wordsOf(rule)}`)];
	return [
		...part(own.length === 0 ? 'Your own: none (docs/rules.md)' : 'Your own:', own),
		...part('Of known systems:', known),
		'Others are read by code: docs/log-format.md lists all that are known.',
	].join('\n');
}

/** What it says an event is, and which events it takes. */
export function wordsOf({is, when, match}: Rule): string {
	return [is ?? 'reads fields', ...(when === undefined ? [] : [`when ${when}`]), ...(match === undefined ? [] : [`match ${match}`])].join(
		'  ',
	);
}
