import {levels} from '../../events/event.ts';
import {parseLevel} from '../../events/values/level.ts';
import {type LevelSet, levelSetOf} from '../../events/values/level-set.ts';
import {canonicalOf} from '../../shared/field-names.ts';
import type {Predicate} from '../compare.ts';
import {compile} from '../compile.ts';
import type {Comparison, Node} from '../parse.ts';
import {type BytePattern, patternOfLine, patternsOfRegex} from './byte-patterns.ts';

/** A text that the line contains. */
export type TextAtom = {
	readonly type: 'text';
	readonly pattern: BytePattern;
	/** Whether the text decides alone. Otherwise lines without it fail, and lines with it may pass. */
	readonly isExact: boolean;
};

/** A test that a single field decides. */
export type FieldAtom = {readonly type: 'field'; readonly node: Asked; readonly matches: Predicate};
export type Asked = Comparison | Extract<Node, {type: 'has'}>;
export type Atom = TextAtom | FieldAtom;

/** At least one of `some` holds, or at least one of `none` doesn't. */
export type Clause = {readonly some: readonly Atom[]; readonly none: readonly Atom[]};

/** What a line must have to match a filter. A line without it needs no closer look. */
export type Needed = {
	/** All must hold. */
	readonly clauses: readonly Clause[];
	/** The event has one of these levels. `undefined` when any level will do. */
	readonly levels: LevelSet | undefined;
	/** A line that satisfies all clauses matches, provided that each of their atoms was decided with certainty. */
	readonly isExact: boolean;
};

export const nothingNeeded: Needed = {clauses: [], levels: undefined, isExact: false};

const mostClauses = 16;

/**
What a line must have to match a filter.

@param isNegated - To match `not` of the filter.
*/
export function neededBy(node: Node, isNegated = false): Needed {
	switch (node.type) {
		case 'and':
		case 'or': {
			const all = node.nodes.map(each => neededBy(each, isNegated));
			return all.reduce((node.type === 'and') === isNegated ? neededByEither : neededByBoth);
		}
		case 'not':
			return neededBy(node.node, !isNegated);
		case 'holds':
			return neededByText(node.text, isNegated);
		case 'has':
			return neededByField(node, isNegated);
		case 'comparison':
			return neededByComparison(node, isNegated);
	}
}

/** Whether the line contains the text, ignoring case. */
export function neededByText(text: string, isNegated = false): Needed {
	const found = patternOfLine(text);
	return found === undefined
		? nothingNeeded
		: one([{type: 'text', pattern: found.pattern, isExact: found.isWhole && text.trim() !== ''}], isNegated);
}

export function neededByBoth(a: Needed, b: Needed): Needed {
	return {
		clauses: [...a.clauses, ...b.clauses],
		levels: a.levels === undefined || b.levels === undefined ? (a.levels ?? b.levels) : a.levels & b.levels,
		isExact: a.isExact && b.isExact,
	};
}

function neededByEither(a: Needed, b: Needed): Needed {
	const levels = a.levels === undefined || b.levels === undefined ? undefined : a.levels | b.levels;
	if (a.clauses.length * b.clauses.length > mostClauses) {
		return {...nothingNeeded, levels};
	}
	const clauses = a.clauses.flatMap(left =>
		b.clauses.map(right => ({some: [...left.some, ...right.some], none: [...left.none, ...right.none]})),
	);
	return {clauses, levels, isExact: a.isExact && b.isExact};
}

/** Any of the atoms. Negated: none of them. */
function one(atoms: readonly Atom[], isNegated: boolean): Needed {
	if (isNegated) {
		return {...nothingNeeded, clauses: atoms.map(atom => ({some: [], none: [atom]})), isExact: true};
	}
	return {...nothingNeeded, clauses: [{some: atoms, none: []}], isExact: true};
}

function neededByField(node: Asked, isNegated: boolean): Needed {
	return isDecidedByField(node.name) ? one([{type: 'field', node, matches: compile(node)}], isNegated) : nothingNeeded;
}

function neededByComparison(comparison: Comparison, isNegated: boolean): Needed {
	const {name, operator, value} = comparison;
	switch (operator) {
		case '!=':
			return neededByComparison({...comparison, operator: '='}, !isNegated);
		case '!~':
			return neededByComparison({...comparison, operator: '~'}, !isNegated);
		case '~':
			if (name === '') {
				const patterns = patternsOfRegex(value.text);
				return patterns === undefined || isNegated
					? nothingNeeded
					: {
							...one(
								patterns.map(pattern => ({type: 'text', pattern, isExact: false})),
								false,
							),
							isExact: false,
						};
			}
			return neededByField(comparison, isNegated);
		case '=':
		case '>':
		case '>=':
		case '<':
		case '<=': {
			const needed = neededByField(comparison, isNegated);
			return canonicalOf(name) === 'level' && !isNegated ? {...needed, levels: levelsThat(comparison)} : needed;
		}
	}
}

/**
Whether one field of the line decides. Throughput and kind may be computed from others, and times hardly ever repeat.
*/
function isDecidedByField(name: string): boolean {
	const canonical = canonicalOf(name);
	return name.toLowerCase() !== 'kind' && canonical !== 'throughputRps' && canonical !== 'timestamp';
}

function levelsThat({operator, value}: Comparison): LevelSet | undefined {
	const isGlob = !value.isQuoted && /[*?]/.test(value.text);
	const level = isGlob && operator === '=' ? undefined : parseLevel(value.text);
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
