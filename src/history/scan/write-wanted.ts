import {Buffer} from 'node:buffer';
import type {BytePattern} from '../../query/needed/byte-patterns.ts';
import type {Atom, Clause, FieldAtom, Needed, TextAtom} from '../../query/needed/needed.ts';
import * as layout from '../../wasm/search-layout.ts';
import {countBytes, writePattern} from './patterns.ts';
import {recordTexts, textsOf, unlikeOthers} from './prefilter-bytes.ts';

/** What to search for. Each atom is a bit, texts first. */
export type Wanted = {readonly needed: Needed; readonly texts: readonly TextAtom[]; readonly fields: readonly FieldAtom[]};

export type SearchTables = {
	readonly memory: ArrayBuffer;
	/** The first position in `from..to` where a pattern occurs, or `to`. */
	nextOf(pattern: number, from: number, to: number): number;
};

/** The first lines, which show what is rare. */
export type Sample = {readonly start: number; readonly end: number};

export const mostAtoms = 31;
/** Where the patterns of records are, after those of atoms. */
const recordsAt = 32;
const lineFeed = 0x0a;

/**
Lays out what to search for, and which texts find the lines.

@returns Whether that includes a text that a field must equal. If so, lines without it are skipped, whatever they are.
*/
export function writeWanted(tables: SearchTables, wanted: Wanted, sample: Sample): boolean {
	const {needed, texts, fields} = wanted;
	const bits = new Map<Atom, number>([...texts, ...fields].map((atom, bit) => [atom, 1 << bit]));
	const bitsOf = (atoms: readonly Atom[]) => atoms.reduce((sum, atom) => sum | (bits.get(atom) ?? 0), 0);
	const inexact = texts.filter(atom => !atom.isExact);
	const isFilled = needed.clauses.some(({some, none}) => none.length === 0 && some.every(atom => atom.type === 'text' && atom.isExact));
	const bytes = Buffer.from(tables.memory, sample.start, sample.end - sample.start);
	const counts = countBytes(bytes);
	for (const [bit, {pattern}] of texts.entries()) {
		writePattern(tables.memory, bit, pattern, counts);
	}
	for (const [index, pattern] of recordTexts.entries()) {
		writePattern(tables.memory, recordsAt + index, pattern, counts);
	}
	const ofTexts = bitsOf(anchorOfTexts(needed.clauses));
	const ofFields = needed.clauses.every(holdsField) ? anchorOfFields(tables, wanted, sample, counts) : 0;
	new Int32Array(tables.memory, layout.wantedAt, layout.wantedNumbers).set([
		texts.length,
		needed.clauses.length,
		ofTexts | ofFields,
		bitsOf(fields),
		bitsOf(inexact),
		Number(needed.isExact && inexact.length === 0),
		Number(isFilled),
	]);
	new Int32Array(tables.memory, layout.clausesAt, 2 * needed.clauses.length).set(
		needed.clauses.flatMap(({some, none}) => [bitsOf(some), bitsOf(none)]),
	);
	return ofFields !== 0;
}

/** Whether lines may contain one of docker's records. Call it after `writeWanted`. */
export function mayHoldRecords({nextOf}: SearchTables, start: number, end: number): boolean {
	return recordTexts.some((_, index) => nextOf(recordsAt + index, start, end) < end);
}

export function holdsField({some, none}: Clause): boolean {
	return [...some, ...none].some(({type}) => type === 'field');
}

/** The text-only clause that finds the lines. Of two, the one with longer texts is rarer. */
function anchorOfTexts(clauses: readonly Clause[]): readonly Atom[] {
	const shortest = ({some}: Clause) => Math.min(...some.map(atom => (atom.type === 'text' ? atom.pattern.wanted.length : 0)));
	const [anchor] = clauses.filter(clause => clause.none.length === 0 && shortest(clause) > 0).sort((a, b) => shortest(b) - shortest(a));
	return anchor?.some ?? [];
}

/**
The bits of the rarest set of texts of which every matching line contains at least one. 0 when so many lines contain one
that searching for them gains nothing.
*/
function anchorOfFields(tables: SearchTables, {needed, texts, fields}: Wanted, sample: Sample, counts: Uint32Array): number {
	const first = texts.length + fields.length;
	const write = (patterns: readonly BytePattern[]) => {
		for (const [index, pattern] of patterns.entries()) {
			writePattern(tables.memory, first + index, pattern, counts);
		}
	};
	const choices = needed.clauses.flatMap(clause => {
		const found = textsOf(clause);
		const patterns = [...unlikeOthers, ...(found ?? [])];
		if (found === undefined || first + patterns.length > mostAtoms) {
			return [];
		}
		write(patterns);
		return {patterns, places: patterns.reduce((sum, _, index) => sum + countOf(tables, first + index, sample), 0)};
	});
	const [best] = choices.sort((a, b) => a.places - b.places);
	if (best === undefined || 2 * best.places > (counts[lineFeed] ?? 0)) {
		return 0;
	}
	write(best.patterns);
	return best.patterns.reduce((sum, _, index) => sum | (1 << (first + index)), 0);
}

function countOf({nextOf}: SearchTables, pattern: number, {start, end}: Sample): number {
	let count = 0;
	for (let at = nextOf(pattern, start, end); at < end; at = nextOf(pattern, at + 1, end)) {
		count++;
	}
	return count;
}
