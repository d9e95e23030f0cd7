import {lstatSync} from 'node:fs';
import process from 'node:process';

/** Whether what has this owner is the user's. Where users have no numbers, all is. */
export const isOurs = (uid: number): boolean => process.geteuid === undefined || uid === process.geteuid();

/** Whether something stands under a path that is not the user's; a link counts as what it is itself. */
export function isAnothers(path: string): boolean {
	try {
		return !isOurs(lstatSync(path).uid);
	} catch {
		return false; // there is nothing, or nothing that can be seen
	}
}

/** Whether its mode lets others write, the group's members among them. */
export const isOpenToOthers = (mode: number): boolean => isOpenToGroup(mode) || isOpenToAll(mode);

export const isOpenToAll = (mode: number): boolean => process.geteuid !== undefined && (mode & 0o002) !== 0;

const isOpenToGroup = (mode: number): boolean => process.geteuid !== undefined && (mode & 0o020) !== 0;
