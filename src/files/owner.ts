import {lstatSync} from 'node:fs';
import process from 'node:process';

/** Whether the uid is the user's. Always true on systems without uids. */
export const isOurs = (uid: number): boolean => process.geteuid === undefined || uid === process.geteuid();

/** Whether a path belongs to someone else; links are not followed. */
export function isAnothers(path: string): boolean {
	try {
		return !isOurs(lstatSync(path).uid);
	} catch {
		return false; // there is nothing, or it can't be accessed
	}
}

/** Whether the mode lets others write, including the group. */
export const isOpenToOthers = (mode: number): boolean => isOpenToGroup(mode) || isOpenToAll(mode);

export const isOpenToAll = (mode: number): boolean => process.geteuid !== undefined && (mode & 0o002) !== 0;

const isOpenToGroup = (mode: number): boolean => process.geteuid !== undefined && (mode & 0o020) !== 0;
