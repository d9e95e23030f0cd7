import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {promisify} from 'node:util';
import test from 'ava';
import {obsTop} from '../helpers/real-terminal.ts';

const run = promisify(execFile);
const [node = '', program = ''] = obsTop;
const night = 'test/fixtures/last-night.jsonl';
const endlessCompiler = ['--invocation-count-for-turbofan=50', '--concurrent-recompilation-delay=1000000000']; // 11 days for each function that is optimised

for (const argv of [
	['health', '--file', night],
	['events', '--file', night, '--level', 'error'],
	['incidents', '--json', '--file', night],
	['query', '--file', night, 'SELECT count(*)'],
	['inspect', '--json', '--file', night],
]) {
	test(`P27: ${argv[0]} ends while V8 compiles in a thread that never ends, with the same answer`, async t => {
		const environment = {env: {...process.env, NODE_DISABLE_COMPILE_CACHE: '1'}, maxBuffer: 1e8};
		const {stdout: answer} = await run(node, [program, ...argv], environment);
		t.not(answer, '');
		t.is((await run(node, [...endlessCompiler, program, ...argv], environment)).stdout, answer);
	});
}

(existsSync('/proc/self/fdinfo') ? test : test.skip)(
	'P27: whoever shares a pipe with a command finds it as it was: who has to wait there waits',
	async t => {
		const flags = 'grep flags /proc/$$/fdinfo/0 /proc/$$/fdinfo/1 >&2';
		const {stderr} = await run('sh', ['-c', `cat ${night} | sh -c '${flags}; "$0" "$@"; ${flags}' ${node} ${program} health | cat`]);
		const [stdinBefore, stdoutBefore, ...after] = stderr.trim().split('\n');
		t.deepEqual(after, [stdinBefore, stdoutBefore]);
		t.regex(String(stdinBefore), /flags:\s+0+$/); // a pipe to read from, without O_NONBLOCK
	},
);
