import {shownName} from '../files/file-names.ts';
import {followFile} from './follow/follow-file.ts';
import type {Source} from './source.ts';

/** A file that goes on growing, is rotated and comes back, as `tail -F` follows it. */
export function followSource(path: string): Source {
	return {name: shownName(path), isOnce: false, isOfParts: true, read: reading => followFile(path, reading)};
}
