import {followSource} from './follow-source.ts';
import type {Source} from './source.ts';

/** A kind of source that is named by an address where a path could stand: `kafka://host/topic`. */
export type AddressedSource = {
	/** How its addresses begin. */
	readonly prefix: string;
	/** @throws SourceError for an address that makes no sense. */
	open(address: string): Source;
};

/** To add a source: its file, and a line here. */
const addressedSources: readonly AddressedSource[] = [];

/** Whether what stands where a path could is the address of another source, which is read as it comes. */
export function isAddress(path: string): boolean {
	return addressedSources.some(({prefix}) => path.startsWith(prefix));
}

/** What is read as it comes: a followed file, or what an address names. */
export function liveSource(path: string): Source {
	return addressedSources.find(({prefix}) => path.startsWith(prefix))?.open(path) ?? followSource(path);
}
