import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';
import {UsageError} from '../../errors.ts';
import {isAnothers} from '../../files/owner.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
Where streams are recorded by default: `$XDG_STATE_HOME/obs-top`.

@see https://specifications.freedesktop.org/basedir-spec/latest/ Relative paths there must be ignored.
*/
export function recordingsFolder({XDG_STATE_HOME: stateHome}: Environment): string {
	const base = stateHome !== undefined && isAbsolute(stateHome) ? stateHome : join(homedir(), '.local', 'state');
	return join(base, 'obs-top');
}

/**
`recording-<time>-<pid>.jsonl` in that folder.

@throws UsageError when the folder belongs to another user, who could take the recording away.
*/
export function defaultRecordingPath(env: Environment, nowMs: number, pid: number): string {
	const time = new Date(nowMs).toISOString().replaceAll(':', '').replace(/\.\d+/, '');
	const folder = recordingsFolder(env);
	if (isAnothers(folder)) {
		throw new UsageError(`recording in ${folder}: the folder belongs to another user (use --record to name another path, or --no-record)`);
	}
	return join(folder, `recording-${time}-${pid}.jsonl`);
}
