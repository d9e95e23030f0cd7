/**
A node of DuckDB's syntax tree (`json_serialize_sql`). Its shape is up to DuckDB, so we rely only on what we look for.
*/
export type Node = Readonly<Record<string, unknown>>;

/** A name in the query that refers to a column, a table's column or part of one. */
export type ColumnRef = {readonly type: 'column'; readonly names: readonly string[] /** UTF-16 units from 0. */; readonly at: number};

/** A string compared with a column. */
export type Compared = {
	readonly column: ColumnRef;
	readonly value: {readonly type: 'constant'; readonly text: string; readonly at: number} | ColumnRef;
};

/** One SELECT. */
export type Select = {
	readonly hasFrom: boolean;
	/** Everything in this SELECT (not in nested ones) that reads a table: columns, `*` and `count(*)`. */
	readonly reads: ReadonlyArray<ColumnRef | {readonly type: 'all'; readonly at: number}>;
};

/** What we need to know about a query. */
export type QueryFacts = {
	readonly selects: readonly Select[];
	readonly compared: readonly Compared[];
	/** Names defined by the query: aliases, common tables and lambda parameters. In lower case. */
	readonly given: ReadonlySet<string>;
	readonly commonTables: ReadonlySet<string>;
	/** Whether it reads columns without naming them: `*`, `SUMMARIZE`. */
	readonly readsAll: boolean;
	/** Columns in USING. */
	readonly used: readonly string[];
	/** Whether a name refers to a table of the query. */
	isTable(name: string): boolean;
};

type Gathered = {
	selects: Array<{hasFrom: boolean; reads: Array<Select['reads'][number]>}>;
	compared: Compared[];
	given: Set<string>;
	aliases: Set<string>;
	commonTables: Set<string>;
	readsAll: boolean;
	used: string[];
};

/** @param toIndex - Converts DuckDB's positions (UTF-8 bytes) to UTF-16 units. */
export function factsOf(tree: Node, toIndex: (byte: number) => number): QueryFacts {
	const facts: Gathered = {
		selects: [],
		compared: [],
		given: new Set(),
		aliases: new Set(),
		commonTables: new Set(),
		readsAll: false,
		used: [],
	};
	new Walk(facts, toIndex).walk(tree, undefined);
	const isTable = (name: string) =>
		name.toLowerCase() === 'logs' || facts.aliases.has(name.toLowerCase()) || facts.commonTables.has(name.toLowerCase());
	return {...facts, isTable};
}

class Walk {
	readonly #facts: Gathered;
	readonly #toIndex: (byte: number) => number;

	constructor(facts: Gathered, toIndex: (byte: number) => number) {
		this.#facts = facts;
		this.#toIndex = toIndex;
	}

	walk(value: unknown, select: Gathered['selects'][number] | undefined): void {
		if (Array.isArray(value)) {
			for (const part of value) {
				this.walk(part, select);
			}
		} else if (isNode(value)) {
			this.#node(value, select);
		}
	}

	#node(node: Node, outer: Gathered['selects'][number] | undefined): void {
		const facts = this.#facts;
		const select = node.type === 'SELECT_NODE' ? {hasFrom: !isNode(node.from_table) || node.from_table.type !== 'EMPTY', reads: []} : outer;
		if (select !== undefined && select !== outer) {
			facts.selects.push(select);
		}
		const at = this.#placeOf(node);
		const alias = textOf(node.alias);
		if (alias !== '') {
			facts.given.add(alias.toLowerCase());
			if (node.class === undefined) {
				facts.aliases.add(alias.toLowerCase());
			}
		}
		for (const name of [...textsOf(node.column_name_alias), ...textsOf(node.aliases)]) {
			facts.given.add(name.toLowerCase());
		}
		if (typeof node.key === 'string' && isNode(node.value) && isNode(node.value.query)) {
			facts.commonTables.add(node.key.toLowerCase());
		}
		facts.used.push(...textsOf(node.using_columns));
		switch (node.type) {
			case 'COLUMN_REF': {
				const column = this.#column(node);
				if (column !== undefined) {
					select?.reads.push(column);
				}
				break;
			}
			case 'STAR':
				facts.readsAll = true;
				select?.reads.push({type: 'all', at});
				break;
			case 'SHOW_REF':
				facts.readsAll = true;
				break;
			case 'FUNCTION':
				if (node.function_name === 'count_star') {
					select?.reads.push({type: 'all', at});
				}
				this.#lambdas(node);
				break;
		}
		this.#compared(node);
		for (const part of Object.values(node)) {
			this.walk(part, select);
		}
	}

	#column(node: Node): ColumnRef | undefined {
		const names = textsOf(node.column_names);
		return names.length === 0 ? undefined : {type: 'column', names, at: this.#placeOf(node)};
	}

	/**
	Only an argument of a function that takes a lambda is one. Anywhere else the arrow is the JSON operator: `raw->'x'`.
	*/
	#lambdas({function_name, children}: Node): void {
		const lambdas = takesLambda.test(textOf(function_name)) && Array.isArray(children) ? children.filter(isNode) : [];
		for (const {lhs} of lambdas.filter(({type}) => type === 'LAMBDA')) {
			for (const parameter of [lhs, ...(isNode(lhs) && Array.isArray(lhs.children) ? lhs.children : [])]) {
				for (const name of isNode(parameter) ? textsOf(parameter.column_names) : []) {
					this.#facts.given.add(name.toLowerCase());
				}
			}
		}
	}

	/** `left = right`, `a IN (...)`, `a BETWEEN ...`: pairs each string with the column it is compared with. */
	#compared(node: Node): void {
		const isComparison =
			node.class === 'COMPARISON' || node.class === 'BETWEEN' || (node.class === 'OPERATOR' && /_IN$/.test(textOf(node.type)));
		if (!isComparison) {
			return;
		}
		const parts = [
			node.left,
			node.right,
			node.input,
			node.lower,
			node.upper,
			...(Array.isArray(node.children) ? node.children : []),
		].filter(isNode);
		const columns = parts.flatMap(part => (part.type === 'COLUMN_REF' ? (this.#column(part) ?? []) : []));
		const constants = parts.flatMap(part =>
			part.type === 'VALUE_CONSTANT' && isNode(part.value) && typeof part.value.value === 'string'
				? [{type: 'constant' as const, text: part.value.value, at: this.#placeOf(part)}]
				: [],
		);
		for (const column of columns) {
			for (const value of [...constants, ...columns.filter(other => other !== column)]) {
				this.#facts.compared.push({column, value});
			}
		}
	}

	#placeOf(node: Node): number {
		return placeOf(node, this.#toIndex);
	}
}

const takesLambda = /^(?:list_|array_)?(?:transform|apply|filter|reduce)$/i;

/** A node's position in the text. */
export function placeOf({query_location}: Node, toIndex: (byte: number) => number): number {
	return typeof query_location === 'number' && Number.isSafeInteger(query_location) ? toIndex(query_location) : 0;
}

export function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(part => typeof part === 'string') : []);
