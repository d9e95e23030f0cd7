import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';

/**
Where a stream is recorded unless the user says otherwise: `$XDG_STATE_HOME/obs-top/recording-<time>-<pid>.jsonl`.

@see https://specifications.freedesktop.org/basedir-spec/latest/ A relative path there is to be ignored.
*/
export function defaultRecordingPath(env: Readonly<Record<string, string | undefined>>, nowMs: number, pid: number): string {
	const stateHome = env.XDG_STATE_HOME;
	const base = stateHome !== undefined && isAbsolute(stateHome) ? stateHome : join(homedir(), '.local', 'state');
	const time = new Date(nowMs).toISOString().replaceAll(':', '').replace(/\.\d+/, '');
	return join(base, 'obs-top', `recording-${time}-${pid}.jsonl`);
}
