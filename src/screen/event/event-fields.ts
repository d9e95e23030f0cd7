import type {LogRow} from '../../history/row.ts';

/** One line of an opened event's tree of fields. */
export type EventField = {
	/** The path from the top: `data.node_info.name`. */
	readonly path: string;
	readonly name: string;
	/** 0 for the event's own fields. */
	readonly depth: number;
	/** `undefined` for an object or a list whose parts follow as lines of their own. */
	readonly value: string | number | boolean | null | undefined;
};

const maxDepth = 16; // deeper than anyone reads; a hostile line may be 100,000 levels deep
const maxFields = 2000;

/**
The fields of an event in the order of the line, nested ones below their parent. An opened event shows these, and its
selected field is an index into them. A line that isn't an event has none.
*/
export function eventFields(row: LogRow): readonly EventField[] {
	if (row.parsed.type !== 'event') {
		return [];
	}
	const fields: EventField[] = [];
	const waiting: Waiting[] = row.parsed.events.map(({fields: value}) => ({path: '', name: '', depth: -1, value})).reverse();
	for (let next = waiting.pop(); next !== undefined && fields.length < maxFields; next = waiting.pop()) {
		const {path, name, depth, value} = next;
		const isNested = typeof value === 'object' && value !== null;
		if (depth >= 0) {
			fields.push({path, name, depth, value: isNested ? cutValue(value, depth) : asScalar(value)});
		}
		if (isNested && depth < maxDepth) {
			waiting.push(...partsOf(value, path, depth + 1));
		}
	}
	return fields;
}

type Waiting = {readonly path: string; readonly name: string; readonly depth: number; readonly value: unknown};

/** Last first, because they are taken from the end. */
function partsOf(value: object, path: string, depth: number): readonly Waiting[] {
	const parts = Object.entries(value).slice(0, maxFields);
	return parts.reverse().map(([name, part]) => ({path: path === '' ? name : `${path}.${name}`, name, depth, value: part}));
}

/** An empty object or list, or one too deep to open, is a line of its own. */
function cutValue(value: object, depth: number): string | undefined {
	const isEmpty = Object.keys(value).length === 0;
	if (!isEmpty && depth < maxDepth) {
		return undefined;
	}
	const inside = isEmpty ? '' : '…';
	return Array.isArray(value) ? `[${inside}]` : `{${inside}}`;
}

function asScalar(value: unknown): string | number | boolean | null {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value);
}
