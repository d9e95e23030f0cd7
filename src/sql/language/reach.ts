import {isNode, type Node, placeOf, textOf} from './syntax-tree.ts';

/** A name and its position, in UTF-16 units from 0. */
export type Named = {readonly name: string; readonly at: number};

/** Everything that a query uses in DuckDB. */
export type Reach = {
	/** Tables that are read, except common tables in scope. */
	readonly tables: readonly Named[];
	readonly tableFunctions: readonly Named[];
	readonly functions: readonly Named[];
	/** The kind of each part of the query, as DuckDB calls it. */
	readonly kinds: readonly Named[];
};

type Names = ReadonlySet<string>;

/**
@param tree - The query as parsed by DuckDB.
@param toIndex - Converts DuckDB's positions (UTF-8 bytes) to UTF-16 units.
*/
export function reachOf(tree: Node, toIndex: (byte: number) => number): Reach {
	const tables: Named[] = [];
	const tableFunctions: Named[] = [];
	const functions: Named[] = [];
	const kinds: Named[] = [];

	/** @param common - The common tables in scope, in lower case. */
	const walk = (value: unknown, common: Names): void => {
		if (Array.isArray(value)) {
			for (const part of value) {
				walk(part, common);
			}
		} else if (isNode(value)) {
			walkNode(value, common);
		}
	};
	const walkNode = (node: Node, outer: Names): void => {
		const at = placeOf(node, toIndex);
		const kind = textOf(node.class) || textOf(node.type);
		if (kind !== '') {
			kinds.push({name: kind, at});
		}
		if (node.type === 'BASE_TABLE' || node.type === 'SHOW_REF') {
			tables.push(...tableOf(node, at, outer));
		}
		const name = textOf(node.function_name);
		if (name !== '') {
			functions.push({name, at});
		}
		const common = walkCommonTables(node.cte_map, outer);
		for (const [key, part] of Object.entries(node)) {
			if (key === 'function' && node.type === 'TABLE_FUNCTION' && isNode(part)) {
				tableFunctions.push({name: textOf(part.function_name), at});
				walk(Object.values(part), common);
			} else if (key === 'right' && node.type === 'RECURSIVE_CTE_NODE') {
				walk(part, withName(common, node.cte_name)); // its left part starts the recursion and can't read it
			} else if (key !== 'cte_map') {
				walk(part, common);
			}
		}
	};
	/** @returns The common tables in scope after them; each one sees those before it. */
	const walkCommonTables = (map: unknown, outer: Names): Names => {
		let common = outer;
		for (const {key, value} of isNode(map) && Array.isArray(map.map) ? map.map.filter(isNode) : []) {
			walk(value, common);
			common = withName(common, key);
		}
		return common;
	};
	walk(tree, new Set());
	return {tables, tableFunctions, functions, kinds};
}

const withName = (names: Names, name: unknown): Names => new Set([...names, textOf(name).toLowerCase()]);

function tableOf({type, catalog_name, schema_name, table_name}: Node, at: number, common: Names): readonly Named[] {
	const names = [catalog_name, schema_name, table_name].map(textOf).filter(name => name !== '');
	const isCommon = type === 'BASE_TABLE' && names.length === 1 && common.has(names[0]?.toLowerCase() ?? '');
	return names.length === 0 || isCommon ? [] : [{name: names.map(name => (name.includes('.') ? `"${name}"` : name)).join('.'), at}];
}
