import type {LogRow} from '../../history/row.ts';

/**
The digits of a number as in the line, if JavaScript would print them differently: `9223372036854775807`, `1.50`,
`1e400`.
*/
class Digits {
	readonly source: string;

	constructor(source: string) {
		this.source = source;
	}
}

const longestText = 262_144;
const mostSteps = 20_000;
const cache = new WeakMap<LogRow, ReadonlyMap<string, string>>();

/**
Original digits of numbers that would print differently, by the dotted paths of `eventFields`. A number in a string that
contains an object (a container log's `log`) has its path in that object.
*/
export function exactNumbers(row: LogRow): ReadonlyMap<string, string> {
	const known = cache.get(row);
	if (known !== undefined) {
		return known;
	}

	const found = new Map<string, string>();
	if (row.text.length <= longestText) {
		const outer = parseExact(row.text.slice(Math.max(0, row.text.indexOf('{'))));
		collect(outer, found);
		if (isObject(outer)) {
			for (const inner of Object.values(outer)) {
				if (typeof inner === 'string' && inner.startsWith('{')) {
					collect(parseExact(inner), found);
				}
			}
		}
	}

	cache.set(row, found);
	return found;
}

function parseExact(text: string): unknown {
	try {
		return JSON.parse(text, (_key: string, value: unknown, context?: {readonly source?: string}) =>
			typeof value === 'number' && context?.source !== undefined && context.source !== String(value) ? new Digits(context.source) : value,
		);
	} catch {
		// Not JSON, or nested deeper than the parser's stack: the numbers are shown as parsed.
		return undefined;
	}
}

function collect(root: unknown, found: Map<string, string>): void {
	const waiting: Array<readonly [path: string, value: unknown]> = [['', root]];
	let steps = 0;
	for (let next = waiting.pop(); next !== undefined && steps < mostSteps; next = waiting.pop()) {
		const [path, value] = next;
		steps++;
		if (value instanceof Digits) {
			found.set(path, value.source);
		} else if (isObject(value)) {
			for (const key of Object.keys(value).slice(0, mostSteps)) {
				waiting.push([path === '' ? key : `${path}.${key}`, value[key]]);
			}
		}
	}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
