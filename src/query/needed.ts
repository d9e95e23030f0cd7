import {levels} from '../events/event.ts';
import {canonicalOf} from '../events/fields.ts';
import {parseLevel} from '../events/level.ts';
import {type LevelSet, levelSetOf} from '../events/level-set.ts';
import type {Comparison, Node} from './parse.ts';
import {numberOf} from './text-test.ts';

/** What a line must have to match a filter: one without it needs no closer look. What is `undefined` is not asked for. */
export type Needed = {
	/** One of these texts, in any case of the letters of ASCII, which is all they are made of. */
	readonly texts: readonly string[] | undefined;
	/** The texts are values of fields: in JSON they may be written with escapes, and in some dialects stand nowhere in the line. */
	readonly ofValues: boolean;
	/** An event of one of these levels. */
	readonly levels: LevelSet | undefined;
	/** A line that holds one of the texts matches, whatever else it holds. */
	readonly isEnough: boolean;
};

export const nothingNeeded: Needed = {texts: undefined, ofValues: false, levels: undefined, isEnough: false};

const leastText = 2; // one character stands in every line

/** What lines must have to match a filter. */
export function neededBy(node: Node): Needed {
	switch (node.type) {
		case 'and':
			return node.nodes.map(neededBy).reduce(neededByBoth);
		case 'or':
			return node.nodes.map(neededBy).reduce(neededByEither);
		case 'not':
		case 'has':
			return nothingNeeded;
		case 'holds':
			return neededByText(node.text);
		case 'comparison':
			return neededByComparison(node);
	}
}

/** The line holds the text, in any case. */
export function neededByText(text: string): Needed {
	const longest = longestOf(text.match(/[ -~]+/g) ?? []);
	return longest === undefined ? nothingNeeded : {...nothingNeeded, texts: [longest], isEnough: longest === text};
}

/** Of two texts the longer one is rarer. */
export function neededByBoth(a: Needed, b: Needed): Needed {
	const isRarer = b.texts === undefined || (a.texts !== undefined && shortest(a.texts) >= shortest(b.texts));
	const {texts, ofValues} = isRarer ? a : b;
	const both = a.levels === undefined || b.levels === undefined ? (a.levels ?? b.levels) : a.levels & b.levels;
	return {texts, ofValues, levels: both, isEnough: false};
}

function neededByEither(a: Needed, b: Needed): Needed {
	return {
		texts: a.texts && b.texts && [...a.texts, ...b.texts],
		ofValues: a.ofValues || b.ofValues,
		levels: a.levels === undefined || b.levels === undefined ? undefined : a.levels | b.levels,
		isEnough: a.isEnough && b.isEnough,
	};
}

function neededByComparison(comparison: Comparison): Needed {
	const {name, operator, value} = comparison;
	switch (canonicalOf(name)) {
		case 'level':
			return {...nothingNeeded, levels: levelsThat(comparison)};
		case 'component':
		case 'host':
		case 'batch':
		case 'circuitName':
		case 'cacheName':
		case 'reason':
		case undefined:
			return operator === '=' && name !== '' && numberOf(value.text) === undefined ? neededByValue(value) : nothingNeeded;
		case 'event': // compared without `_`, `-` and spaces, as states and amounts are by what they mean
		case 'timestamp':
		case 'elapsedMs':
		case 'oldState':
		case 'newState':
		case 'recordsIn':
		case 'recordsOut':
		case 'throughputRps':
		case 'hits':
		case 'misses':
		case 'hitRate':
			return nothingNeeded;
	}
}

/** Values are compared as `toLowerCase` has it, for which the Kelvin sign is a `k` too; and what JSON escapes stands there otherwise. */
function neededByValue({text, isQuoted}: Comparison['value']): Needed {
	const pieces = isQuoted ? [text] : text.split(/[*?]+/);
	const longest = longestOf(pieces.flatMap(piece => piece.match(/[ !#-.0-JL-[\]-jl-~]+/g) ?? []));
	return longest === undefined ? nothingNeeded : {...nothingNeeded, texts: [longest], ofValues: true};
}

function longestOf(texts: readonly string[]): string | undefined {
	const [longest] = [...texts].sort((a, b) => b.length - a.length);
	return longest !== undefined && longest.length >= leastText ? longest : undefined;
}

function levelsThat({operator, value}: Comparison): LevelSet | undefined {
	const level = parseLevel(value.text);
	if (level === undefined) {
		return undefined;
	}
	const place = levels.indexOf(level);
	switch (operator) {
		case '=':
			return levelSetOf(level);
		case '>=':
			return levelSetOf(...levels.slice(place));
		case '>':
			return levelSetOf(...levels.slice(place + 1));
		case '<=':
			return levelSetOf(...levels.slice(0, place + 1));
		case '<':
			return levelSetOf(...levels.slice(0, place));
		case '!=':
		case '~':
		case '!~':
			return undefined;
	}
}

const shortest = (texts: readonly string[]): number => Math.min(...texts.map(({length}) => length));
