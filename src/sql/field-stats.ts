import type {LogEvent} from '../events/event.ts';
import type {Fields} from '../events/fields.ts';
import {aliasOfPlainName, type Canonical, canonicalOf} from '../shared/field-names.ts';
import {plainName} from '../shared/plain-name.ts';
import {canonicalColumns, convertedColumns, placeColumns} from './columns.ts';

export type FieldType = 'BOOLEAN' | 'BIGINT' | 'HUGEINT' | 'DOUBLE' | 'VARCHAR' | 'JSON';

/** A field of the log that gets its own column. */
export type FieldColumn = {readonly name: string; readonly type: FieldType};

const leastShare = 0.01;
const mostTracked = 4096; // otherwise a log that uses data as keys would fill the memory
const mostColumns = 256;
const longestName = 128;
const mostExact = 2 ** 53;
const mostHuge = 1.7e38;

type Stat = {
	readonly name: string;
	/** The canonical column that reads this field; `isOwn` shows whether the values ever differ. */
	readonly covers: Canonical | undefined;
	count: number;
	/** Bit set of the kinds of values seen. */
	kinds: number;
	/** Whether it has a value that differs from its canonical column. */
	isOwn: boolean;
};

const kind = {boolean: 1, integer: 2, huge: 4, real: 8, text: 16, nested: 32} as const;

/** Counts the fields other than the canonical ones, and the kinds of their values. */
export class FieldStats {
	readonly #stats = new Map<string, Stat | undefined>();
	#events = 0;

	add(event: LogEvent): void {
		this.#events++;
		const {fields} = event;
		for (const key in fields) {
			let stat = this.#stats.get(key);
			if (stat === undefined) {
				if (key.length > longestName || this.#stats.has(key) || this.#stats.size >= mostTracked) {
					continue;
				}
				const name = key.toWellFormed(); // as in `raw`, where several keys may become the same
				stat = this.#stats.get(name) ?? newStat(name);
				this.#stats.set(key, stat);
				if (stat === undefined) {
					continue;
				}
			}
			const value = fields[key];
			if (value === null) {
				continue;
			}
			stat.count++;
			stat.kinds |= kindOf(value);
			if (!stat.isOwn && stat.covers !== undefined) {
				stat.isOwn = String(event[stat.covers === 'timestamp' ? 'timeMs' : stat.covers]) !== String(value);
			}
		}
	}

	/** The fields that at least 1 % of the events have, in order of appearance. */
	columns(): readonly FieldColumn[] {
		const taken = new Set<string>();
		const columns: FieldColumn[] = [];
		for (const stat of this.#stats.values()) {
			const isShown = stat?.isOwn && stat.count > 0 && stat.count >= this.#events * leastShare;
			if (isShown && !taken.has(stat.name.toLowerCase()) && columns.length < mostColumns) {
				taken.add(stat.name.toLowerCase());
				columns.push({name: stat.name, type: typeOf(stat.kinds)});
			}
		}
		return columns;
	}
}

const ownNames: ReadonlySet<string> = new Set([...canonicalColumns.map(({name}) => name), ...placeColumns].map(name => name.toLowerCase()));

/** @returns `undefined` for a key that never becomes a column. */
function newStat(key: string): Stat | undefined {
	if (key === '' || /\p{Cc}/u.test(key) || ownNames.has(key.toLowerCase())) {
		return undefined;
	}
	const covers = aliasOfPlainName.has(plainName(key)) ? canonicalOf(key) : undefined;
	if (covers !== undefined && (convertedColumns.has(covers) || plainName(covers) === plainName(key))) {
		return undefined;
	}
	return {name: key, covers, count: 0, kinds: 0, isOwn: covers === undefined};
}

function kindOf(value: Fields[string]): number {
	switch (typeof value) {
		case 'boolean':
			return kind.boolean;
		case 'number':
			if (!Number.isInteger(value)) {
				return kind.real;
			}
			return Math.abs(value) <= mostExact ? kind.integer : Math.abs(value) < mostHuge ? kind.huge : kind.real;
		case 'string':
			return kind.text;
		default:
			return kind.nested;
	}
}

/** The type that all values share, else VARCHAR. */
function typeOf(kinds: number): FieldType {
	if (kinds === kind.boolean) {
		return 'BOOLEAN';
	}
	if (kinds === kind.nested) {
		return 'JSON';
	}
	if ((kinds & ~(kind.integer | kind.huge | kind.real)) !== 0) {
		return 'VARCHAR';
	}
	return (kinds & kind.real) !== 0 ? 'DOUBLE' : (kinds & kind.huge) !== 0 ? 'HUGEINT' : 'BIGINT';
}
