import {shownName} from '../files/file-names.ts';
import {followFile} from './follow/follow-file.ts';
import type {Source} from './source.ts';

/** A file that grows, is rotated and comes back, followed as `tail -F` does. */
export function followSource(path: string): Source {
	return {name: shownName(path), isOnce: false, isOfParts: true, read: reading => followFile(path, reading)};
}
