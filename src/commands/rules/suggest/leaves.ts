import type {LogEvent} from '../../../events/event.ts';
import {type Fields, isFields} from '../../../events/fields.ts';

const deepest = 4;
const mostLeaves = 100;

/** A path that the filter language can name. */
const isName = /^[\p{L}_@$](?:[\p{L}\p{N}_@$.-]*[\p{L}\p{N}_$])?$/u;

export type Leaf = string | number | boolean;

/** The values of an event's object, by path. */
export function leavesOf({fields}: LogEvent): ReadonlyMap<string, Leaf> {
	const leaves = new Map<string, Leaf>();
	collect(fields, '', deepest, leaves);
	return leaves;
}

function collect(fields: Fields, prefix: string, depth: number, into: Map<string, Leaf>): void {
	for (const [key, value] of Object.entries(fields)) {
		const path = prefix + key;
		if (into.size >= mostLeaves || !isName.test(path)) {
			continue;
		}
		if (isFields(value) && depth > 1) {
			collect(value, `${path}.`, depth - 1, into);
		} else if (typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== '')) {
			into.set(path, value);
		}
	}
}
