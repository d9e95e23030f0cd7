import {levels} from '../events/event.ts';
import {canonicalOf} from '../events/fields.ts';
import {parseLevel} from '../events/level.ts';
import {type LevelSet, levelSetOf} from '../events/level-set.ts';
import {type BytePattern, patternOfLine, patternOfName, patternOfValue, patternsOfRegex} from './byte-patterns.ts';
import type {Comparison, Node} from './parse.ts';

/** What a line must have to match a filter: one without it needs no closer look. What is `undefined` is not asked for. */
export type Needed = {
	/** One of these stands in its bytes. */
	readonly patterns: readonly BytePattern[] | undefined;
	/** An event of one of these levels. */
	readonly levels: LevelSet | undefined;
	/** A line that holds one of the patterns matches, whatever else it holds. */
	readonly isEnough: boolean;
};

export const nothingNeeded: Needed = {patterns: undefined, levels: undefined, isEnough: false};

/** What lines must have to match a filter. */
export function neededBy(node: Node): Needed {
	switch (node.type) {
		case 'and':
			return node.nodes.map(neededBy).reduce(neededByBoth);
		case 'or':
			return node.nodes.map(neededBy).reduce(neededByEither);
		case 'not':
			return nothingNeeded;
		case 'has':
			return canonicalOf(node.name) === undefined ? oneNeeded(patternOfName(node.name)) : nothingNeeded;
		case 'holds':
			return neededByText(node.text);
		case 'comparison':
			return neededByComparison(node);
	}
}

/** The line holds the text, in any case. */
export function neededByText(text: string): Needed {
	const found = patternOfLine(text);
	return found === undefined ? nothingNeeded : {...oneNeeded(found.pattern), isEnough: found.isWhole && text.trim() !== ''};
}

/** Of two texts the longer one is rarer. */
export function neededByBoth(a: Needed, b: Needed): Needed {
	const isRarer = b.patterns === undefined || (a.patterns !== undefined && shortest(a.patterns) >= shortest(b.patterns));
	const {patterns} = isRarer ? a : b;
	const both = a.levels === undefined || b.levels === undefined ? (a.levels ?? b.levels) : a.levels & b.levels;
	return {patterns, levels: both, isEnough: false};
}

function neededByEither(a: Needed, b: Needed): Needed {
	return {
		patterns: a.patterns && b.patterns && [...a.patterns, ...b.patterns],
		levels: a.levels === undefined || b.levels === undefined ? undefined : a.levels | b.levels,
		isEnough: a.isEnough && b.isEnough,
	};
}

function oneNeeded(pattern: BytePattern | undefined): Needed {
	return {...nothingNeeded, patterns: pattern && [pattern]};
}

function neededByComparison(comparison: Comparison): Needed {
	const {name, operator, value} = comparison;
	if (canonicalOf(name) === 'level') {
		return {...nothingNeeded, ...neededOfLevel(comparison)};
	}
	switch (operator) {
		case '!=':
		case '!~':
			return nothingNeeded;
		case '>':
		case '>=':
		case '<':
		case '<=':
			return oneNeeded(ofKey(name));
		case '~':
			return name === '' || isAsWritten(name) ? {...nothingNeeded, patterns: patternsOfRegex(value.text, name === '')} : nothingNeeded;
		case '=':
			return isAsWritten(name) ? oneNeeded(longer(patternOfValue(value), ofKey(name))) : nothingNeeded;
	}
}

function neededOfLevel(comparison: Comparison): Partial<Needed> {
	const {value, operator} = comparison;
	const isGlob = !value.isQuoted && /[*?]/.test(value.text);
	return isGlob && operator === '=' ? {} : {levels: levelsThat(comparison)};
}

/** A name that is no alias stands in the line as it is asked for. */
function ofKey(name: string): BytePattern | undefined {
	return canonicalOf(name) === undefined ? patternOfName(name) : undefined;
}

/** Whether the values under a name are texts as they stand in the line, where no dialect has made them. */
function isAsWritten(name: string): boolean {
	switch (canonicalOf(name)) {
		case undefined:
		case 'component':
		case 'host':
		case 'batch':
		case 'circuitName':
		case 'cacheName':
		case 'reason':
			return true;
		case 'level':
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
			return false;
	}
}

function longer(a: BytePattern | undefined, b: BytePattern | undefined): BytePattern | undefined {
	return (a?.wanted.length ?? 0) >= (b?.wanted.length ?? 0) ? a : b;
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

const shortest = (patterns: readonly BytePattern[]): number => Math.min(...patterns.map(({wanted}) => wanted.length));
