import {copyOf} from '../../events/copy-of.ts';

const longestName = 256;
const longestText = 4096;
const idEnd = 64;

/** Cuts a very long name, so names are limited in bytes as well as in number. */
export function shortName(name: string): string {
	return name.length <= longestName ? name : copyOf(name.slice(0, longestName));
}

/** Cuts a very long reason, description or signature. */
export function shortText(text: string): string {
	return text.length <= longestText ? text : copyOf(text.slice(0, longestText));
}

/** Shortens a very long id to its start, end and length, where ids differ. */
export function shortId<Id extends string | number | undefined>(id: Id): Id | string {
	return typeof id === 'string' && id.length > longestName
		? copyOf(`${id.slice(0, longestName - idEnd)}…${id.length}…${id.slice(-idEnd)}`)
		: id;
}
