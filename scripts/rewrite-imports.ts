import {isBuiltin} from 'node:module';
import {type AnyNode, type Identifier, type ImportDeclaration, type Literal, parse} from 'acorn';

/**
Turns a part of a program, which is a module, into a function of the program's script: its imports become constants, and
it returns its exports.

@throws if the module contains something that can't be expressed this way, because the bundler's output has changed.
*/
export function functionOf(module: string): string {
	const body = replaced(module, (node, isLast) => {
		switch (node.type) {
			case 'ImportDeclaration':
				return builtinConstants(node) ?? constants(node, `await ${takenFrom(node.source)}`);
			case 'ImportExpression':
				return node.source.type === 'Literal' ? takenFrom(node.source) : {keyword: 'importModule'};
			case 'ExportNamedDeclaration':
				if (node.declaration || node.source || !isLast) {
					return strange(module, node);
				}
				return `return{${node.specifiers.map(({local, exported}) => `${nameOf(exported)}:${nameOf(local)}`).join(',')}};`;
			case 'ExportAllDeclaration':
			case 'ExportDefaultDeclaration':
			case 'MetaProperty':
				return strange(module, node);
			default:
				return undefined;
		}
	});
	return `async(takePart,importModule,importMeta)=>{${body}}`;
}

/**
Makes a module load Node's own modules with a call. With `import`, Node reads every export of a module and so also loads
what is behind getters (streams, MIME types, locks).
*/
export function withBuiltinsByCall(module: string): string {
	return replaced(module, node => (node.type === 'ImportDeclaration' ? builtinConstants(node) : undefined));
}

/**
A module that exports a function and is run when that is first called: until then only what it imports is.

@throws Where it is of another form.
*/
export function lateModule(module: string): string {
	const imports: string[] = [];
	let isFound = false;
	const body = replaced(module, (node, isLast) => {
		switch (node.type) {
			case 'ImportDeclaration':
				imports.push(module.slice(node.start, node.end));
				return '';
			case 'ExportDefaultDeclaration':
				isFound = isLast && node.declaration.type === 'FunctionDeclaration';
				return isFound ? `return ${module.slice(node.declaration.start, node.declaration.end)}` : strange(module, node);
			case 'ExportNamedDeclaration':
			case 'ExportAllDeclaration':
				return strange(module, node);
			default:
				return undefined;
		}
	});
	if (!isFound) {
		throw new Error('a module that is to run late exports no function by default (rewrite-imports.ts)');
	}
	return `${imports.join('')}let made;const make=()=>{${body}};export default(...given)=>(made??=make())(...given);`;
}

function builtinConstants(node: ImportDeclaration): string | undefined {
	const name = String(node.source.value);
	return isBuiltin(name) ? constants(node, `globalThis.process.getBuiltinModule(${JSON.stringify(name)})`, true) : undefined;
}

const takenFrom = ({value}: Literal): string => {
	const from = String(value);
	return from.startsWith('./') ? `takePart(${JSON.stringify(from.slice(2))})` : `importModule(${JSON.stringify(from)})`;
};

/** Turns imported names into constants. @param isDefault - Whether the value itself is the default export. */
function constants({specifiers}: ImportDeclaration, value: string, isDefault = false): string {
	const names = specifiers.map(specifier => {
		const imported =
			specifier.type === 'ImportSpecifier'
				? nameOf(specifier.imported)
				: specifier.type === 'ImportDefaultSpecifier'
					? 'default'
					: undefined;
		return imported === undefined || (isDefault && imported === 'default') ? specifier.local.name : `{${imported}:${specifier.local.name}}`;
	});
	return names.length === 0 ? `${value};` : names.map(name => `const ${name}=${value};`).join('');
}

const nameOf = (node: Identifier | Literal): string => (node.type === 'Identifier' ? node.name : String(node.raw));

function strange(module: string, {type, start, end}: AnyNode): never {
	throw new Error(
		`a part of the bundle has a ${type} that the build can't put into a script (rewrite-imports.ts): ${module.slice(start, end).slice(0, 100)}`,
	);
}

/** What replaces a node, or the keyword it begins with. */
type Replacement = string | {readonly keyword: string} | undefined;

/** Applies `replace` to the code; doesn't descend into nodes that are replaced as a whole. */
function replaced(code: string, replace: (node: AnyNode, isLast: boolean) => Replacement): string {
	const {body} = parse(code, {ecmaVersion: 'latest', sourceType: 'module'});
	let written = '';
	let at = 0;
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) {
			value.forEach(visit);
		} else if (isNode(value)) {
			const replacement = replace(value, value === body.at(-1));
			if (typeof replacement === 'string') {
				written += code.slice(at, value.start) + replacement;
				at = value.end;
				return;
			}
			if (replacement !== undefined) {
				written += code.slice(at, value.start) + replacement.keyword;
				at = value.start + (/^\w+/.exec(code.slice(value.start, value.start + 20))?.[0].length ?? 0);
			}
			Object.values(value).forEach(visit);
		}
	};
	visit(body);
	return written + code.slice(at);
}

const isNode = (value: unknown): value is AnyNode => typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
