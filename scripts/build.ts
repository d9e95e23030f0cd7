/**
Builds `dist/`: the bundled programs (main thread, workers, demo pipeline) and the library `obs-top/pipeline` with its
types.

The search and the scanner are compiled from AssemblyScript to WebAssembly.

The program is bundled because that halves the time to the first frame. The library isn't, so that it shares pino,
cockatiel and lru-cache with the pipeline that uses it.
*/
import {execFileSync} from 'node:child_process';
import {mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {type BuildOptions, build, type Plugin} from 'esbuild';
import {commands} from '../src/commands/index.ts';
import {compileWasm} from './compile-wasm.ts';
import {linkProgram, modulesIn, type Program} from './link-program.ts';
import {thirdPartyLicences} from './third-party-licences.ts';

process.stderr.write('building obs-top: a few seconds\n');

// Built beside dist/ and then renamed, so that a program started in the meantime finds a complete build.
const folder = 'dist.next';
rmSync(folder, {recursive: true, force: true});
const shared = {
	outdir: folder,
	outExtension: {'.js': '.mjs'},
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node22',
	jsx: 'automatic',
	minify: true,
	legalComments: 'none', // written to a separate file below
	metafile: true,
	// the last one is only for Ink's development mode
	external: ['acorn', 'cockatiel', 'lru-cache', 'pino', '@duckdb/node-api', 'react-devtools-core'],
	define: {
		'process.env.NODE_ENV': '"production"',
		commandNames: JSON.stringify(commands.flatMap(({name, isScreen}) => (isScreen ? [] : name))), // for src/start.ts
	},
	// CommonJS dependencies still load Node's own modules with `require`.
	banner: {js: 'const require=process.getBuiltinModule;'},
	logLevel: 'warning',
} as const satisfies BuildOptions;
const modules = new Set<string>(); // their licences ship with the program
const addModules = (paths: readonly string[]) => {
	for (const path of paths) {
		modules.add(path);
	}
};
const thread = 'src/start-thread.ts';
mkdirSync(folder);
for (const program of [
	{name: 'obs-top', entryPoint: 'src/cli.ts', start: 'src/start.ts', hasScreen: true},
	{name: 'engine-worker', entryPoint: 'src/engine/worker-port.ts', start: thread},
	{name: 'scan-worker', entryPoint: 'src/engine/threads/scan-worker-task.ts', start: thread},
	{name: 'search-worker', entryPoint: 'src/engine/threads/search-worker-task.ts', start: thread},
] satisfies Program[]) {
	addModules(await linkProgram(program, folder, shared));
}
const {metafile} = await build({
	...shared,
	entryPoints: {'sql-worker': 'src/commands/query/sql-worker.ts', keeper: 'src/commands/watch/keeper.ts'},
	chunkNames: 'chunks/[name]-[hash]',
	splitting: true,
});
addModules(modulesIn(metafile));
// The demo isn't minified, because its stages describe themselves by their own and their parameters' names. It imports
// the library from beside it, as a user's pipeline does.
const libraryBeside: Plugin = {
	name: 'library-beside',
	setup({onResolve}) {
		onResolve({filter: /src\/pipeline\/index\.ts$/}, () => ({path: './lib/pipeline/index.js', external: true}));
	},
};
await build({...shared, entryPoints: {'demo-pipeline': 'demo-pipeline/main.ts'}, minify: false, plugins: [libraryBeside]});
// shared: one thread scans, another adds up
const ofSharedMemory = ['--importMemory', '--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'];
await compileWasm('src/wasm/sum-bytes.as.ts', `${folder}/sum-bytes.wasm`);
await compileWasm('src/wasm/search/find-lines.as.ts', `${folder}/find-lines.wasm`);
await compileWasm('src/wasm/scan/scan-lines.as.ts', `${folder}/scan-lines.wasm`, ...ofSharedMemory);
await compileWasm('src/wasm/sums/add-rows.as.ts', `${folder}/add-rows.wasm`, ...ofSharedMemory);
writeFileSync(`${folder}/THIRD-PARTY-LICENCES.txt`, `${thirdPartyLicences([...modules])}\n`);
execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.lib.json', '--outDir', `${folder}/lib`], {stdio: 'inherit'});
rmSync('dist', {recursive: true, force: true});
renameSync(folder, 'dist');
