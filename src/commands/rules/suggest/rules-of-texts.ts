import type {Rule} from '../../../events/rules/rule.ts';
import {type Outcome, outcomeOf, saysOutcome} from './outcome.ts';

const mostPatterns = 12;
const leastShare = 0.02;

/** Nouns before or behind the name of what does the work. */
const noun =
	/\b(?:task|job|step|stage|model|node|activity|workflow|flow run|task run|flow|pipeline|stream|table|worker|query|batch|message|handler|processor|plugin|check|test|mapping|extractor|loader)\b/i;
const name = '[\\w.:/-]+';

/**
Rules for texts that say that something with a name started, ended or failed: `Task shop.load[4f1] succeeded in 1.5s`.

@param texts - Without the heads of their lines.
*/
export function rulesOfTexts(texts: readonly string[]): readonly Rule[] {
	const patterns = new Map<string, {readonly outcome: Outcome; readonly first: string; readonly names: Set<string>; count: number}>();
	for (const text of texts) {
		const found = patternOf(text);
		if (found !== undefined) {
			const known = patterns.get(found.pattern);
			if (known === undefined) {
				patterns.set(found.pattern, {outcome: found.outcome, first: text, names: new Set([found.component]), count: 1});
			} else {
				known.count++;
				known.names.add(found.component);
			}
		}
	}
	const least = texts.length > 200 ? texts.length * leastShare : 1;
	return [...patterns]
		.filter(([, {count}]) => count >= least)
		.toSorted(([, a], [, b]) => b.count - a.count)
		.slice(0, mostPatterns)
		.map(([pattern, {outcome, first}]) => ({
			name: first.slice(0, 60).trim(),
			match: pattern,
			is: outcome,
			...(pattern.includes('(?<took>') && {
				elapsedMs: {field: 'took', unit: /\(\?<took>[^)]*\) ?(?:ms|milliseconds)/.test(pattern) ? 'ms' : 's'},
			}),
		}));
}

function patternOf(text: string): {readonly pattern: string; readonly outcome: Outcome; readonly component: string} | undefined {
	const start = text.slice(0, 300);
	const verbs = [...start.matchAll(/[A-Za-z_]+/g)].filter(([word]) =>
		word === word.toLowerCase() ? saysOutcome(word) : outcomeOf(word) !== undefined,
	);
	const verb = verbs.find(({index}) => / to $/.test(start.slice(0, index))) ?? verbs[0];
	const outcome = verb === undefined ? undefined : outcomeOf(verb[0]);
	const what = noun.exec(start);
	if (verb === undefined || outcome === undefined || what === null) {
		return undefined;
	}
	const place = nameIn(start, what.index + what[0].length, verb.index, verb.index + verb[0].length);
	if (place === undefined) {
		return undefined;
	}
	const took = /(?<!\w)(\d+(?:\.\d+)?) ?(ms|milliseconds|s|sec|secs|seconds)\b/.exec(start.slice(Math.max(place.end, verb.index)));
	const tookAt = took === null ? undefined : Math.max(place.end, verb.index) + took.index;
	const from = Math.min(what.index, verb.index);
	const to = took !== null && tookAt !== undefined ? tookAt + took[0].length : Math.max(place.end, verb.index + verb[0].length);
	const pieces = [
		masked(start.slice(from, place.start)),
		`(?<component>${name})`,
		masked(start.slice(place.end, tookAt ?? to)),
		...(took === null ? [] : [`(?<took>[\\d.]+)${escaped(took[0].slice((took[1] ?? '').length))}`]),
	];
	return {pattern: pieces.join(''), outcome, component: start.slice(place.start, place.end)};
}

/** The name between the noun and the verb, or behind both. */
function nameIn(
	text: string,
	afterNoun: number,
	verb: number,
	afterVerb: number,
): {readonly start: number; readonly end: number} | undefined {
	const [from, to] = verb > afterNoun ? [afterNoun, verb] : [Math.max(afterNoun, afterVerb), text.length];
	const found = nextName(text, from, to);
	return found ?? (verb > afterNoun ? nextName(text, afterVerb, text.length) : undefined);
}

function nextName(text: string, from: number, to: number): {readonly start: number; readonly end: number} | undefined {
	const pattern = /[\s:='"`([<]*(?:(?:run|named|id|name)\b[\s:='"`]*)?([A-Za-z_][\w.:/-]*[\w)]|[A-Za-z_])/y;
	pattern.lastIndex = from;
	const found = pattern.exec(text);
	const word = found?.[1]?.replace(/\)$/, '') ?? '';
	if (
		found === null ||
		pattern.lastIndex > to ||
		word === '' ||
		saysOutcome(word) ||
		/^(?:in|with|after|at|for|the|a|has|is|was|to)$/.test(word)
	) {
		return undefined;
	}
	const start = found.index + found[0].indexOf(found[1] ?? '');
	return {start, end: start + word.length};
}

/** What differs from line to line stands for any. The first id in brackets is the id. */
function masked(text: string): string {
	let hasId = false;
	return text
		.split(/((?<=[[('"])(?=[\w-]*\d)[\w-]{6,64}(?=[\])'"])|\b(?=[0-9a-f]*\d)[0-9a-f-]{8,64}\b|\d+(?:[.,:]\d+)*)/i)
		.map((part, index) => {
			if (index % 2 === 0) {
				return escaped(part);
			}
			if (!hasId && part.length >= 6) {
				hasId = true;
				return '(?<id>[\\w-]+)';
			}
			return '[\\w.,:-]+';
		})
		.join('');
}

function escaped(text: string): string {
	return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
