import {execFileSync} from 'node:child_process';
import {chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import process from 'node:process';
import test from 'ava';
import * as v from 'valibot';
import type {WatchOptions} from '../src/commands/watch/watch-options.ts';
import {configSchema} from '../src/config/config-schema.ts';
import {publishedSchema} from '../src/config/published-schema.ts';
import {takeFound} from '../src/config/take-found.ts';
import {UsageError} from '../src/errors.ts';
import {defaultIncidentSettings} from '../src/insight/incidents/settings.ts';
import type {StdinKind} from '../src/options/choose-source.ts';
import {type Request, readRequest} from '../src/options/request.ts';
import {themeNames} from '../src/screen/look/theme.ts';

const root = mkdtempSync(join(tmpdir(), 'obs-top-config-'));
let count = 0;

/** A temporary folder with a repository, a working directory inside it, and the user's config folder. */
function place(files: Readonly<Record<string, string>>) {
	const folder = join(root, String(count++));
	mkdirSync(join(folder, 'project/.git'), {recursive: true});
	mkdirSync(join(folder, 'project/deep'));
	mkdirSync(join(folder, 'xdg'), {recursive: true});
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), {recursive: true});
		writeFileSync(join(folder, name), text, {mode: 0o644});
	}
	const ask = (argv: readonly string[] = [], stdin: StdinKind = 'terminal', {cwd = 'project/deep', home = ''} = {}): Promise<Request> =>
		readRequest(argv, {
			version: '0',
			cwd: join(folder, cwd),
			environment: {XDG_CONFIG_HOME: join(folder, 'xdg'), HOME: home && join(folder, home)},
			stdin,
		});
	const watch = async (argv: readonly string[] = [], stdin?: StdinKind, from?: Parameters<typeof ask>[2]) => {
		const request = await ask(argv, stdin, from);
		if (request.type !== 'run' || request.command.name !== 'watch') {
			throw new Error('not the screen');
		}
		return request.command.options as WatchOptions;
	};
	const notices = async (argv: readonly string[] = [], from?: Parameters<typeof ask>[2]) => {
		const request = await ask(argv, 'terminal', from);
		return request.type === 'run' ? request.notices.map(notice => notice.replaceAll(folder, '')) : [];
	};
	return {folder, ask, watch, notices};
}

const everything = {
	source: {files: ['night.jsonl'], follow: true},
	window: '5m',
	timeZone: 'Europe/Berlin',
	timeFormat: '%d.%m.%Y',
	dialect: 'pino',
	map: {elapsedMs: 'took'},
	filter: 'level>=warn',
	theme: 'mono',
	ascii: true,
	fps: 5,
	incidents: {latencyFactor: 3},
	alerts: {rules: ['a: count() > 1'], bell: true},
	record: {path: 'r.log', max: '64MiB'},
};

test('every key of a config file equals the option of the same name', async t => {
	const {folder, watch} = place({'xdg/obs-top/obs-top.config.json': JSON.stringify({$schema: './s.json', ...everything})});
	t.deepEqual(await watch(), {
		foundConfig: undefined,
		files: [join(folder, 'xdg/obs-top/night.jsonl')],
		follow: true,
		command: undefined,
		stdin: false,
		read: {map: [{canonical: 'elapsedMs', field: 'took'}], dialect: 'pino', timeZone: 'Europe/Berlin', timeFormat: '%d.%m.%Y'},
		selection: {filter: 'level>=warn', since: undefined, until: undefined},
		windowMs: 300_000,
		incidents: {...defaultIncidentSettings, latencyFactor: 3},
		threads: undefined,
		keep: false,
		recording: {type: 'path', path: join(folder, 'xdg/obs-top/r.log'), maxBytes: 67_108_864},
		at: undefined,
		speed: undefined,
		fps: 5,
		mouse: false,
		theme: 'mono',
		ascii: true,
		color: undefined,
		rules: {alerts: ['a: count() > 1'], baseline: undefined},
		notify: {command: undefined, bell: true},
	});
});

test('rules on the command line replace those of the same name in the config', async t => {
	const {watch} = place({'project/obs-top.config.json': JSON.stringify({alerts: {rules: ['a: count() > 1', 'b: count() > 1']}})});
	t.deepEqual((await watch(['--alert', 'b: count() > 5'])).rules.alerts, ['a: count() > 1', 'b: count() > 5']);
});

test("the command of an alert is taken only from the user's own config", async t => {
	const config = JSON.stringify({alerts: {onAlert: ['notify', 'a b']}});
	t.deepEqual((await place({'xdg/obs-top/obs-top.config.json': config}).watch()).notify.command, ['notify', 'a b']);
	t.is((await place({'project/obs-top.config.json': config}).watch()).notify.command, undefined);
	const {watch} = place({'project/obs-top.config.json': JSON.stringify({alerts: {rules: ['a: cuont() > 1']}})});
	await t.throwsAsync(watch(), {message: /obs-top\.config\.json: alerts\.rules a: cuont\(\) > 1: .*did you mean count/});
});

test('TOML means the same', async t => {
	const toml = `window = "5m"\ntimeZone = "Europe/Berlin"\ntimeFormat = "%d.%m.%Y"\ndialect = "pino"\nfilter = "level>=warn"\ntheme = "mono"\nascii = true\nfps = 5
[source]\nfiles = ["night.jsonl"]\nfollow = true\n[map]\nelapsedMs = "took"\n[incidents]\nlatencyFactor = 3\n[alerts]\nrules = ["a: count() > 1"]\nbell = true\n[record]\npath = "r.log"\nmax = "64MiB"\n`;
	const json = place({'xdg/obs-top/obs-top.config.json': JSON.stringify(everything)});
	const same = place({'xdg/obs-top/obs-top.config.toml': toml});
	const replace = (value: unknown, folder: string) => JSON.stringify(value).replaceAll(folder, '');
	t.is(replace(await same.watch(), same.folder), replace(await json.watch(), json.folder));
});

test('the command line takes precedence over the config, and a pipe over the source in it', async t => {
	const {watch} = place({'xdg/obs-top/obs-top.config.json': JSON.stringify(everything)});
	const options = await watch([
		'a.jsonl',
		'--window',
		'1m',
		'-q',
		'x',
		'--map',
		'elapsedMs=ms',
		'--fps',
		'20',
		'--theme',
		'light',
		'--no-record',
	]);
	t.deepEqual([options.files, options.follow], [['a.jsonl'], false]);
	t.deepEqual([options.windowMs, options.selection.filter, options.fps, options.theme], [60_000, 'x', 20, 'light']);
	t.deepEqual(options.read.map, [
		{canonical: 'elapsedMs', field: 'ms'},
		{canonical: 'elapsedMs', field: 'took'},
	]);
	t.deepEqual(options.recording, {type: 'off'});
	t.is((await watch([], 'data')).stdin, true);
	t.deepEqual((await watch([], 'data')).files, []);
	t.is((await watch(['-l', 'error'])).selection.filter, 'level>=error and level>=warn');
});

test('the nearest file takes precedence over the one in the user’s config folder', async t => {
	const both = place({
		'project/obs-top.config.json': '{"fps":2}',
		'project/deep/obs-top.config.toml': 'theme = "mono"',
		'xdg/obs-top/obs-top.config.json': '{"fps":4,"theme":"light","filter":"own","alerts":{"rules":["own: count() > 1"],"bell":true}}',
	});
	const {fps, theme, selection, rules, notify} = await both.watch();
	t.deepEqual([fps, theme, selection.filter], [4, 'mono', 'own']);
	t.deepEqual([rules.alerts, notify.bell], [['own: count() > 1'], true]);
	t.is((await both.watch(['--config', '../obs-top.config.json'])).fps, 2);
	t.is((await both.watch(['--config', '../obs-top.config.json'])).selection.filter, undefined);
	t.is((await place({'xdg/obs-top/obs-top.config.toml': 'fps = 4'}).watch()).fps, 4);
	t.is((await place({}).watch()).fps, 10);
});

test('a config is looked for up to the root of the repository or home, and elsewhere only in the working directory', async t => {
	const fps = async (file: string, cwd: string, home: string) => {
		const {folder, watch} = place({[file]: '{"fps":2}'});
		mkdirSync(join(folder, cwd), {recursive: true});
		return (await watch([], 'terminal', {cwd, home})).fps;
	};
	const name = 'obs-top.config.json';
	t.is(await fps(`project/${name}`, 'project/deep', ''), 2);
	t.is(await fps(name, 'project/deep', ''), 10);
	t.is(await fps(`home/${name}`, 'home/a/b', 'home'), 2);
	t.is(await fps(name, 'home/a/b', 'home'), 10);
	t.is(await fps(name, 'home', 'home'), 10);
	t.is(await fps(`${name}`, 'project/deep', '.'), 10);
	t.is(await fps(`other/${name}`, 'other/a', 'home'), 10);
	t.is(await fps(`other/a/${name}`, 'other/a', 'home'), 2);
	t.is(await fps(name, '.', ''), 2);
});

test('S12: a config that was found cannot write, run, record, alert or open anything: such keys are ignored, and the user is told', async t => {
	const text = JSON.stringify({
		...everything,
		source: {command: ['node', 'p.js'], files: ['/etc/passwd']},
		record: {path: '../../xdg/obs-top/obs-top.config.json', off: true},
		alerts: {rules: ['a: count() > 1'], bell: true, onAlert: ['sh', '-c', 'id']},
	});
	const {folder, watch, notices} = place({'project/obs-top.config.json': text});
	const options = await watch();
	t.deepEqual([options.files, options.follow, options.command], [[], false, undefined]);
	t.deepEqual(options.recording, {type: 'default', maxBytes: 1024 ** 3});
	t.deepEqual(options.notify, {command: undefined, bell: false});
	t.deepEqual(
		[options.selection.filter, options.windowMs, options.theme, options.ascii, options.fps],
		['level>=warn', 300_000, 'mono', true, 5],
	);
	t.deepEqual(options.rules.alerts, ['a: count() > 1']);
	t.is(options.incidents.latencyFactor, 3);
	t.deepEqual(options.foundConfig, {
		path: join(folder, 'project/obs-top.config.json'),
		keys: ['map', 'timeZone', 'timeFormat', 'dialect', 'filter', 'alerts.rules', 'incidents.latencyFactor'],
	});
	t.deepEqual(await notices(), [
		'/project/obs-top.config.json: ignoring source.files, source.command, record.path, record.off, alerts.onAlert and alerts.bell in a config file found near the working directory (move them to your own in ~/.config/obs-top, or name the file with --config)',
	]);
	const given = await watch(['-q', 'x', '--tz', 'UTC', '--time-format', '%F', '--dialect', 'pino']);
	t.deepEqual(given.foundConfig?.keys, ['map', 'alerts.rules', 'incidents.latencyFactor']);
});

const allKeys = {
	$schema: '',
	...everything,
	source: {files: [], follow: true, command: ['a']},
	alerts: {rules: [], bell: true, onAlert: ['a']},
	record: {path: '', max: '', off: true},
};

test('keys that open, run, write, record or alert are not taken from a config that was found', t => {
	const {taken, judged, ignored} = takeFound(v.parse(configSchema, allKeys));
	t.deepEqual(ignored.toSorted(), [
		'alerts.bell',
		'alerts.onAlert',
		'record.max',
		'record.off',
		'record.path',
		'source.command',
		'source.files',
		'source.follow',
	]);
	t.deepEqual(judged.toSorted(), ['alerts.rules', 'dialect', 'filter', 'incidents.latencyFactor', 'map', 'timeFormat', 'timeZone']);
	t.deepEqual(taken.flatMap(({known}) => (judged.includes(known.key) ? [] : known.key)).toSorted(), [
		'$schema',
		'ascii',
		'fps',
		'theme',
		'window',
	]);
});

test('a config that was found does not turn off the alerts and recordings of the user’s own', async t => {
	const {watch} = place({
		'project/obs-top.config.json': '{"alerts":{"rules":[]},"record":{}}',
		'xdg/obs-top/obs-top.config.json': JSON.stringify({alerts: {onAlert: ['notify'], bell: true}, record: {path: '/r.log'}}),
	});
	const {notify, recording, foundConfig} = await watch();
	t.deepEqual(notify, {command: ['notify'], bell: true});
	t.like(recording, {path: '/r.log'});
	t.deepEqual(foundConfig?.keys, ['alerts.rules']);
});

test('a config that was found must be a regular file of the user or root, writable by no one else, of at most 1 MiB; others are skipped, and the user is told', async t => {
	const own = {'xdg/obs-top/obs-top.config.json': '{"fps":4}'};
	const path = 'project/obs-top.config.json';
	const passedOver = async (make: (file: string) => void, why: RegExp) => {
		const {folder, watch, notices} = place(own);
		make(join(folder, path));
		t.is((await watch()).fps, 4);
		const [notice = '', ...others] = await notices();
		t.regex(notice, why);
		t.deepEqual(others, []);
	};
	await passedOver(
		file => execFileSync('mkfifo', [file]),
		/^\/project\/obs-top\.config\.json: ignored: it is not a regular file \(--config /,
	);
	await passedOver(file => symlinkSync('/dev/zero', file), /ignored: it is a link/);
	await passedOver(file => mkdirSync(file), /is not a regular file/);
	await passedOver(file => writeFileSync(file, `{"fps":2}${' '.repeat(1024 * 1024)}`), /is larger than 1048576 bytes/);
	await passedOver(file => {
		writeFileSync(file, '{"fps":2}');
		chmodSync(file, 0o664);
	}, /can be written by others/);
	if (process.geteuid?.() === 0) {
		await passedOver(file => {
			writeFileSync(file, '{"fps":2}');
			chownSync(file, 65_533, 65_533);
		}, /belongs to another user/);
	}
});

test('the user’s own file may be behind a link; one that others can write or own is refused', async t => {
	const linked = place({'elsewhere.json': '{"fps":2}'});
	mkdirSync(join(linked.folder, 'xdg/obs-top'));
	const file = join(linked.folder, 'xdg/obs-top/obs-top.config.json');
	symlinkSync(join(linked.folder, 'elsewhere.json'), file);
	t.is((await linked.watch()).fps, 2);
	chmodSync(file, 0o666);
	await t.throwsAsync(linked.watch(), {instanceOf: UsageError, message: /can be written by others/});
	if (process.geteuid?.() === 0) {
		chmodSync(file, 0o644);
		chownSync(file, 65_533, 65_533);
		await t.throwsAsync(linked.watch(), {instanceOf: UsageError, message: /belongs to another user/});
	}
});

test('a command is taken only from the user', async t => {
	const text = JSON.stringify({source: {command: ['node', 'p.js']}});
	const found = place({'project/obs-top.config.json': text});
	t.is((await found.watch()).command, undefined);
	t.deepEqual((await found.watch(['--config', '../obs-top.config.json'])).command, ['node', 'p.js']);
	t.deepEqual((await place({'xdg/obs-top/obs-top.config.json': text}).watch()).command, ['node', 'p.js']);
});

const wrong: ReadonlyArray<readonly [content: string, message: string]> = [
	['{"windw":"5m"}', 'unknown key windw (did you mean window?)'],
	['{"source":{"file":["a"]}}', 'unknown key source.file (did you mean files?)'],
	['{"record":{"zzz":1}}', 'unknown key record.zzz (one of path, max, off)'],
	['{"fps":"10"}', 'fps must be a number (got "10")'],
	['{"source":{"files":["a",1]}}', 'source.files.1 must be a string (got 1)'],
	['{"source":{"command":[]}}', 'source.command must name a program (got 0)'],
	['[]', 'must be an object with keys such as source and window'],
	['null', 'must be an object with keys such as source and window'],
	['{"window":"5"}', 'window 5 is not a time span of at least a second: use 90s, 5m or 1h30m'],
	['{"fps":0}', 'fps 0 is not a frame rate: use 1 to 60'],
	['{"map":{"elapsdMs":"x"}}', 'map elapsdMs=x: unknown field elapsdMs (did you mean elapsedMs?)'],
	['{"filter":"level>=wran"}', 'filter level>=wran: unknown level `wran` (did you mean warn?), column 8'],
];

test('a wrong config is reported with the file, the position and the nearest valid key', async t => {
	for (const [content, message] of wrong) {
		for (const path of ['project/obs-top.config.json', 'xdg/obs-top/obs-top.config.json']) {
			const {folder, ask} = place({[path]: content});
			const error = await t.throwsAsync(ask(), {instanceOf: UsageError}, content);
			t.is(error?.message, `${join(folder, path)}: ${message}`);
		}
	}
	const {folder, ask} = place({'xdg/obs-top/obs-top.config.json': '{"record":{"max":"1"}}'});
	const message = `${join(folder, 'xdg/obs-top/obs-top.config.json')}: record.max 1 is not a size: use 64MiB or 1G`;
	await t.throwsAsync(ask(), {instanceOf: UsageError, message});
});

test('a config that is missing, or is not JSON or TOML, is one line', async t => {
	await t.throwsAsync(place({'project/obs-top.config.json': '{"a":'}).ask(), {
		instanceOf: UsageError,
		message: /config\.json: not valid JSON: [^\n]+$/,
	});
	await t.throwsAsync(place({'project/obs-top.config.toml': 'a = '}).ask(), {
		instanceOf: UsageError,
		message: /config\.toml: not valid TOML: [^\n]+$/,
	});
	await t.throwsAsync(place({}).ask(['--config', 'nope.json']), {
		instanceOf: UsageError,
		message: /nope\.json: no such file \(check the path\)$/,
	});
});

test('keys of a config cannot reach the prototype of anything', async t => {
	const {ask} = place({'project/obs-top.config.json': '{"__proto__":{"fps":1}}'});
	await t.throwsAsync(ask(), {instanceOf: UsageError, message: /unknown key __proto__/});
});

test('the published schema says for each key whether a config that was found may set it', t => {
	const {properties}: {properties: Record<string, {description?: string; properties?: Record<string, {description?: string}>}>} =
		JSON.parse(readFileSync('docs/config-schema.json', 'utf8'));
	const {ignored, judged, taken} = takeFound(v.parse(configSchema, allKeys));
	const said = (name: string) => {
		const [section = '', key = ''] = name.split('.');
		return `${properties[section]?.description} ${properties[section]?.properties?.[key]?.description}`;
	};
	for (const name of ignored) {
		t.regex(said(name), /Ignored in a file found/, name);
	}
	for (const name of taken.map(({known}) => known.key)) {
		t.is(/health then names that file/.test(said(name)), judged.includes(name), name);
		t.notRegex(said(name), /Not taken/, name);
	}
});

test('the published schema is generated from the tables, with exactly the keys that are read', t => {
	const published: {properties: Record<string, {properties?: Record<string, {readonly default?: number}>; enum?: string[]}>} = JSON.parse(
		readFileSync('docs/config-schema.json', 'utf8'),
	);
	t.is(JSON.stringify(published), JSON.stringify(publishedSchema()), 'npm run docs');
	t.deepEqual(Object.keys(published.properties).toSorted(), Object.keys(configSchema.entries).toSorted());
	t.deepEqual(Object.keys(published.properties.record?.properties ?? {}), ['path', 'max', 'off']);
	const thresholds = Object.entries(published.properties.incidents?.properties ?? {});
	t.deepEqual(Object.fromEntries(thresholds.map(([name, threshold]) => [name, threshold.default])), {...defaultIncidentSettings});
	t.deepEqual(published.properties.theme?.enum, [...themeNames]);
});
