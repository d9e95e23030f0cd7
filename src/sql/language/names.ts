import {askedNames, canonicalOf} from '../../shared/field-names.ts';
import {plainName} from '../../shared/plain-name.ts';
import {convertedColumns, placeColumns} from '../columns.ts';
import {allNeeds, type Needs} from '../log-table.ts';
import type {QueryFacts} from './syntax-tree.ts';

/**
The column that a name refers to: the same name in any case, another spelling of it, or an alias of a canonical column.

@returns `undefined` if there is none.
*/
export function columnNamed(name: string, columns: readonly string[]): string | undefined {
	const lower = name.toLowerCase();
	const plain = plainName(name);
	const canonical = canonicalOf(name);
	return (
		columns.find(column => column.toLowerCase() === lower) ??
		columns.find(column => plainName(column) === plain) ??
		columns.find(column => column === canonical)
	);
}

/**
Which columns a query needs, as far as can be known without the log.

@param isQuoted - Whether the name at a position is quoted: a quoted name that isn't a column is a string and needs
none.
*/
export function needsOf(facts: QueryFacts, isQuoted: (at: number) => boolean): Needs {
	const needs = new Set<string>(['line']);
	const refs = facts.selects.flatMap(({reads}) => reads.flatMap(ref => (ref.type === 'column' ? [ref] : [])));
	if (facts.readsAll || refs.some(({names: [first, ...others]}) => others.length === 0 && facts.isTable(first ?? ''))) {
		return allNeeds;
	}
	const names = [
		...refs.flatMap(ref => ref.names.map(name => ({name, quoted: isQuoted(ref.at)}))),
		...facts.used.map(name => ({name, quoted: false})),
	];
	for (const {name, quoted} of names) {
		for (const need of needsOfName(name)) {
			if (need !== 'raw' || !(quoted || facts.given.has(name.toLowerCase()) || facts.isTable(name))) {
				needs.add(need);
			}
		}
	}
	return needs;
}

/** An alias may also be a separate field, if its values differ from the canonical column. */
function needsOfName(name: string): readonly string[] {
	const lower = name.toLowerCase();
	const plain = plainName(name);
	const place = placeColumns.find(column => column === lower);
	if (place !== undefined) {
		return place === 'text' ? ['text', 'raw'] : [place];
	}
	const own = askedNames.find(column => plainName(column) === plain);
	if (own !== undefined) {
		return [own];
	}
	const canonical = canonicalOf(name);
	return canonical === undefined ? ['raw'] : convertedColumns.has(canonical) ? [canonical] : [canonical, 'raw'];
}
