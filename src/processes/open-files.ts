import {readdirSync, readlinkSync, statSync} from 'node:fs';
import {basename} from 'node:path';

/**
What any process has open that may be looked into from here: the user's own, or all for root. None where the system has no /proc.

@param names - Only files of these names are looked at: what else is open may stand on a disk that does not answer.
@returns By device and inode, as `DEV:INO`.
*/
export function openFiles(names: ReadonlySet<string>): ReadonlySet<string> {
	const open = new Set<string>();
	for (const pid of namesIn('/proc')) {
		for (const fd of /^\d+$/.test(pid) ? namesIn(`/proc/${pid}/fd`) : []) {
			try {
				const link = `/proc/${pid}/fd/${fd}`;
				if (names.has(basename(readlinkSync(link)))) {
					const {dev, ino} = statSync(link, {bigint: true});
					open.add(`${dev}:${ino}`);
				}
			} catch {
				// It was closed meanwhile.
			}
		}
	}
	return open;
}

function namesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
}
