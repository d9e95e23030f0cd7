import {copyOf} from '../../events/copy-of.ts';
import {shortName} from './short-text.ts';

/** The name that stands for all names over a limit. */
export const otherName = 'other';

export type NameLimits = {
	readonly names: number;
	/** Of a name. */
	readonly hosts: number;
	/** Names after the first so many have fewer hosts, because so many names with so many hosts would fill the memory. */
	readonly later?: {readonly after: number; readonly hosts: number};
};

/** The rows of a table by name, then by host, as plain data. */
export type NameTableData<RowData> = ReadonlyMap<string, ReadonlyMap<string, RowData>>;

/**
Rows by name and host, first come, first served: a log with a new name in every event can't fill the memory. Names and
hosts over the limit share the row `other`. Two halves merged in order then give the same table as one pass.
*/
export class NameTable<Row> {
	/** By name, then by host, in order of arrival. */
	readonly rows = new Map<string, Map<string, Row>>();
	readonly #limits: NameLimits;
	readonly #create: () => Row;
	/** The hosts of names that came later. */
	readonly #later = new WeakSet<Map<string, Row>>();
	#isFull = false;

	constructor(limits: NameLimits, create: () => Row) {
		this.#limits = limits;
		this.#create = create;
	}

	/** The row of a name and host, created if needed. */
	row(longName: string, longHost: string): Row {
		const [name, host] = [shortName(longName), shortName(longHost)];
		const hosts = this.rows.get(name) ?? this.#hosts(name);
		const row = hosts.get(host);
		return row ?? this.#newRow(hosts, host);
	}

	/** Whether a name has its own rows or would get them. */
	holds(name: string): boolean {
		return this.rows.has(shortName(name)) || hasRoom(this.rows, this.#limits.names);
	}

	/** Whether names share a row. Which ones depends on those that came first. */
	get isFull(): boolean {
		return this.#isFull;
	}

	toData<RowData>(dataOf: (row: Row) => RowData): NameTableData<RowData> {
		return new Map([...this.rows].map(([name, hosts]) => [name, new Map([...hosts].map(([host, row]) => [host, dataOf(row)]))]));
	}

	/** Calls `add` for each row of another table, with the row that it goes into. */
	merge<RowData>(other: NameTableData<RowData>, add: (mine: Row, theirs: RowData) => void): void {
		for (const [name, hosts] of other) {
			for (const [host, theirs] of hosts) {
				add(this.row(name, host), theirs);
			}
		}
	}

	/** Calls `visit` for each row. */
	each(visit: (row: Row, name: string, host: string) => void): void {
		for (const [name, hosts] of this.rows) {
			for (const [host, row] of hosts) {
				visit(row, name, host);
			}
		}
	}

	#hosts(name: string): Map<string, Row> {
		const own = hasRoom(this.rows, this.#limits.names) ? name : otherName;
		this.#isFull ||= own !== name;
		let hosts = this.rows.get(own);
		if (hosts === undefined) {
			hosts = new Map();
			if (this.rows.size >= (this.#limits.later?.after ?? Number.POSITIVE_INFINITY)) {
				this.#later.add(hosts);
			}
			this.rows.set(copyOf(own), hosts);
		}

		return hosts;
	}

	#newRow(hosts: Map<string, Row>, host: string): Row {
		const {hosts: most, later} = this.#limits;
		const own = hasRoom(hosts, later !== undefined && this.#later.has(hosts) ? later.hosts : most) ? host : otherName;
		this.#isFull ||= own !== host;
		let row = hosts.get(own);
		if (row === undefined) {
			row = this.#create();
			hosts.set(copyOf(own), row);
		}

		return row;
	}
}

function hasRoom(map: ReadonlyMap<string, unknown>, limit: number): boolean {
	return map.size - (map.has(otherName) ? 1 : 0) < limit;
}
