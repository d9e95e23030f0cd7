import {copyOf} from '../../events/copy-of.ts';

const longestName = 256;
const longestText = 4096;
const idEnd = 64;

/** A name as it is kept: the start of one that is very long, so that names are bounded in bytes as they are in number. */
export function shortName(name: string): string {
	return name.length <= longestName ? name : copyOf(name.slice(0, longestName));
}

/** A reason, a description, a signature as it is kept. */
export function shortText(text: string): string {
	return text.length <= longestText ? text : copyOf(text.slice(0, longestText));
}

/** An id as it is kept: of one that is very long its start, its end and its length, in which ids differ. */
export function shortId<Id extends string | number | undefined>(id: Id): Id | string {
	return typeof id === 'string' && id.length > longestName
		? copyOf(`${id.slice(0, longestName - idEnd)}…${id.length}…${id.slice(-idEnd)}`)
		: id;
}
