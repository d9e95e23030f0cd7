import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';

/** What a user gets: the tarball from `npm pack`, installed in an empty folder without development dependencies. */
async function installPackage(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-package-'));
	// Without scripts: `prepack` would rebuild the dist/ that other tests use.
	execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {stdio: 'ignore'});
	const [tarball = ''] = readdirSync(folder);
	writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
	await execa('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', join(folder, tarball)], {cwd: folder});
	return folder;
}

const log = [
	'{"timestamp":"2024-01-15T22:00:00.000Z","level":"INFO","component":"ingest","event":"stage_completed","recordsIn":500,"recordsOut":500,"elapsedMs":100,"throughputRps":5000}',
	'{"timestamp":"2024-01-15T22:00:01.000Z","level":"INFO","component":"feature","event":"stage_completed","recordsIn":500,"recordsOut":500,"elapsedMs":500,"throughputRps":1000}',
	'',
].join('\n');

test('the packed tarball installs in an empty folder and works: the program, the library and its types', async t => {
	const folder = await installPackage();
	const bin = join(folder, 'node_modules/.bin/obs-top');

	const version = await execa(bin, ['--version']);
	t.regex(version.stdout, /^\d+\.\d+\.\d+$/);

	const health = await execa(bin, ['health'], {input: log});
	const report = JSON.parse(health.stdout) as Record<string, unknown>;
	t.is(report.status, 'HEALTHY');
	t.is(report.bottleneckStage, 'feature');

	writeFileSync(
		join(folder, 'pipeline.js'),
		`import {StructuredLogger} from 'obs-top/pipeline';
		new StructuredLogger('ingest').info('stage_completed', {recordsIn: 1, recordsOut: 1, elapsedMs: 1, throughputRps: 1000});`,
	);
	const pipeline = await execa('node', ['pipeline.js'], {cwd: folder});
	t.is((JSON.parse(pipeline.stdout) as Record<string, unknown>).component, 'ingest');

	const demo = await execa('node', [join(folder, 'node_modules/obs-top/dist/demo-pipeline.mjs'), '--batches', '3', '--rate', '0']);
	t.true(demo.stdout.split('\n').some(line => line.includes('stage_completed')));
	t.true(readdirSync(join(folder, 'node_modules/obs-top/dist/lib/pipeline')).includes('index.d.ts'));
});
