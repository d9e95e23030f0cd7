import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {configSchema} from '../src/config/config-schema.ts';
import {UsageError} from '../src/errors.ts';
import {defaultIncidentSettings} from '../src/insight/incidents/settings.ts';
import type {StdinKind} from '../src/options/choose-source.ts';
import {type Request, readRequest} from '../src/options.ts';
import {themeNames} from '../src/ui/theme.ts';

const root = mkdtempSync(join(tmpdir(), 'obs-top-config-'));
let count = 0;

/** A folder of its own with a working directory two levels down, and a home of its own. */
function place(files: Readonly<Record<string, string>>) {
	const folder = join(root, String(count++));
	mkdirSync(join(folder, 'project/deep'), {recursive: true});
	mkdirSync(join(folder, 'xdg'), {recursive: true});
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, name)), {recursive: true});
		writeFileSync(join(folder, name), text);
	}
	const ask = (argv: readonly string[] = [], stdin: StdinKind = 'terminal'): Promise<Request> =>
		readRequest(argv, {version: '0', cwd: join(folder, 'project/deep'), environment: {XDG_CONFIG_HOME: join(folder, 'xdg')}, stdin});
	const watch = async (argv: readonly string[] = [], stdin?: StdinKind) => {
		const request = await ask(argv, stdin);
		if (request.type !== 'run' || request.command.name !== 'watch') {
			throw new Error('not the screen');
		}
		return request.command.options;
	};
	return {folder, ask, watch};
}

const everything = {
	source: {files: ['night.jsonl'], follow: true},
	window: '5m',
	timeZone: 'Europe/Berlin',
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

test('every key of a config file is what the option of its name is', async t => {
	const {folder, watch} = place({'project/obs-top.config.json': JSON.stringify({$schema: './s.json', ...everything})});
	t.deepEqual(await watch(), {
		files: [join(folder, 'project/night.jsonl')],
		follow: true,
		command: undefined,
		stdin: false,
		read: {map: [{canonical: 'elapsedMs', field: 'took'}], dialect: 'pino', timeZone: 'Europe/Berlin'},
		selection: {filter: 'level>=warn', since: undefined, until: undefined},
		windowMs: 300_000,
		incidents: {...defaultIncidentSettings, latencyFactor: 3},
		threads: undefined,
		keep: false,
		recording: {type: 'path', path: join(folder, 'project/r.log'), maxBytes: 67_108_864},
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

test('rules of the command line replace those of their name in the config', async t => {
	const {watch} = place({'project/obs-top.config.json': JSON.stringify({alerts: {rules: ['a: count() > 1', 'b: count() > 1']}})});
	t.deepEqual((await watch(['--alert', 'b: count() > 5'])).rules.alerts, ['a: count() > 1', 'b: count() > 5']);
});

test("an alert's command is taken from the user's own config alone", async t => {
	const config = JSON.stringify({alerts: {onAlert: ['notify', 'a b']}});
	t.deepEqual((await place({'xdg/obs-top/obs-top.config.json': config}).watch()).notify.command, ['notify', 'a b']);
	await t.throwsAsync(place({'project/obs-top.config.json': config}).watch(), {message: /: alerts\.onAlert is not run from a config file/});
	const {watch} = place({'project/obs-top.config.json': JSON.stringify({alerts: {rules: ['a: cuont() > 1']}})});
	await t.throwsAsync(watch(), {message: /obs-top\.config\.json: alerts\.rules a: cuont\(\) > 1: .*did you mean count/});
});

test('TOML says the same', async t => {
	const toml = `window = "5m"\ntimeZone = "Europe/Berlin"\ndialect = "pino"\nfilter = "level>=warn"\ntheme = "mono"\nascii = true\nfps = 5
[source]\nfiles = ["night.jsonl"]\nfollow = true\n[map]\nelapsedMs = "took"\n[incidents]\nlatencyFactor = 3\n[alerts]\nrules = ["a: count() > 1"]\nbell = true\n[record]\npath = "r.log"\nmax = "64MiB"\n`;
	const json = place({'project/obs-top.config.json': JSON.stringify(everything)});
	const same = place({'project/obs-top.config.toml': toml});
	const replace = (value: unknown, folder: string) => JSON.stringify(value).replaceAll(folder, '');
	t.is(replace(await same.watch(), same.folder), replace(await json.watch(), json.folder));
});

test('the command line comes before the config, a pipe before its source', async t => {
	const {watch} = place({'project/obs-top.config.json': JSON.stringify(everything)});
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

test('the nearest file upwards counts, then the one in the user folder, then none', async t => {
	const both = place({
		'project/obs-top.config.json': '{"fps":2}',
		'obs-top.config.json': '{"fps":3}',
		'xdg/obs-top/obs-top.config.json': '{"fps":4}',
	});
	t.is((await both.watch()).fps, 2);
	t.is((await both.watch(['--config', join(both.folder, 'obs-top.config.json')])).fps, 3);
	t.is((await place({'xdg/obs-top/obs-top.config.toml': 'fps = 4'}).watch()).fps, 4);
	t.is((await place({}).watch()).fps, 10);
});

test('S12: a command is only taken from the user: not from a file found near the working directory', async t => {
	const text = JSON.stringify({source: {command: ['node', 'p.js']}});
	const found = place({'project/obs-top.config.json': text});
	await t.throwsAsync(found.ask(), {instanceOf: UsageError, message: /source\.command is not run from .*--config/});
	await t.throwsAsync(found.ask(['a.jsonl']), {instanceOf: UsageError});
	t.deepEqual((await found.watch(['--config', '../obs-top.config.json'])).command, ['node', 'p.js']);
	t.deepEqual((await place({'xdg/obs-top/obs-top.config.json': text}).watch()).command, ['node', 'p.js']);
});

const wrong: ReadonlyArray<readonly [content: string, message: string]> = [
	['{"windw":"5m"}', 'unknown key windw (did you mean window?)'],
	['{"source":{"file":["a"]}}', 'unknown key source.file (did you mean files?)'],
	['{"record":{"zzz":1}}', 'unknown key record.zzz (one of path, max, off)'],
	['{"fps":"10"}', 'fps must be a number (it is "10")'],
	['{"source":{"files":["a",1]}}', 'source.files.1 must be a text (it is 1)'],
	['{"source":{"command":[]}}', 'source.command names no program (it is 0)'],
	['[]', 'must hold one object with keys such as source and window'],
	['null', 'must hold one object with keys such as source and window'],
	['{"window":"5"}', 'window 5 is no time span of a second or more: use 90s, 5m or 1h30m'],
	['{"fps":0}', 'fps 0 is no number of frames a second: use 1 to 60'],
	['{"record":{"max":"1"}}', 'record.max 1 is no size: use 64MiB or 1G'],
	['{"map":{"elapsdMs":"x"}}', 'map elapsdMs=x: there is no field elapsdMs (did you mean elapsedMs?)'],
	['{"filter":"level>=wran"}', 'filter level>=wran: there is no level `wran` (did you mean warn?), column 8'],
];

test('a wrong config is told with the file, the place and the nearest right key', async t => {
	for (const [content, message] of wrong) {
		const {folder, ask} = place({'project/obs-top.config.json': content});
		const error = await t.throwsAsync(ask(), {instanceOf: UsageError}, content);
		t.is(error?.message, `${join(folder, 'project/obs-top.config.json')}: ${message}`);
	}
});

test('a config that is no JSON, no TOML or not there is told in one line', async t => {
	await t.throwsAsync(place({'project/obs-top.config.json': '{"a":'}).ask(), {
		instanceOf: UsageError,
		message: /config\.json: is no JSON: [^\n]+$/,
	});
	await t.throwsAsync(place({'project/obs-top.config.toml': 'a = '}).ask(), {
		instanceOf: UsageError,
		message: /config\.toml: is no TOML: [^\n]+$/,
	});
	await t.throwsAsync(place({}).ask(['--config', 'nope.json']), {
		instanceOf: UsageError,
		message: /nope\.json: can't be read: ENOENT[^\n]+$/,
	});
});

test('keys of a config do not reach the prototype of anything', async t => {
	const {ask} = place({'project/obs-top.config.json': '{"__proto__":{"fps":1}}'});
	await t.throwsAsync(ask(), {instanceOf: UsageError, message: /unknown key __proto__/});
});

test('the published schema has the keys that are read', t => {
	const published: {
		properties: Record<string, {properties?: Record<string, unknown>; enum?: string[]; additionalProperties?: unknown}>;
		additionalProperties: boolean;
	} = JSON.parse(readFileSync('docs/config-schema.json', 'utf8'));
	const {entries} = configSchema;
	t.deepEqual(Object.keys(published.properties), Object.keys(entries));
	t.deepEqual(Object.keys(published.properties.source?.properties ?? {}), Object.keys(entries.source.wrapped.entries));
	t.deepEqual(Object.keys(published.properties.record?.properties ?? {}), Object.keys(entries.record.wrapped.entries));
	const thresholds = Object.entries(published.properties.incidents?.properties ?? {});
	t.deepEqual(Object.keys(entries.incidents.wrapped.entries), Object.keys(defaultIncidentSettings));
	t.deepEqual(
		Object.fromEntries(thresholds.map(([name, threshold]) => [name, (threshold as {readonly default?: number}).default])),
		defaultIncidentSettings,
	);
	t.deepEqual(published.properties.theme?.enum, [...themeNames]);
	t.is(published.additionalProperties, false);
});
