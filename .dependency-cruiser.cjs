const { Visitor } = require('@swc/core/Visitor.js')

/** swc parses `await using`, but its visitor does not know the statement yet and throws. */
const { visitStatement } = Visitor.prototype
Visitor.prototype.visitStatement = function (statement) {
  if (statement.type !== 'UsingDeclaration') return visitStatement.call(this, statement)
  return { ...statement, decls: this.visitVariableDeclarators(statement.decls) }
}

/** The server's rooms and files from top to bottom: each imports what stands below it, and nothing above. */
const layers = [
  ['main', 'writer-thread'],
  ['start'],
  ['wire'],
  ['app', 'cli', 'open-notice', 'open-student-keys', 'open-webhook-keys'],
  ['http', 'oidc'],
  ['trpc', 'jobs'],
  ['admin', 'qa'],
  ['webhooks'],
  ['sessions'],
  ['confirmd', 'limits'],
  ['db'],
  ['secrets', 'errors', 'log', 'env', 'default-notice', 'actor', 'addresses', 'interval-job'],
]
const pathOf = (names) => `^server/(${names.join('|')})(/|\\.ts$)`
const layerRules = layers.slice(1).map((names, index) => ({
  name: `${names.join('-and-')}-${names.length > 1 ? 'import' : 'imports'}-nothing-above`,
  comment: 'Arrows run down, so that a room can be understood with what stands below it alone.',
  severity: 'error',
  from: { path: pathOf(names) },
  to: { path: pathOf(layers.slice(0, index + 1).flat()) },
}))

/**
 * Who may import whom; every rule is one sentence, and breaking it fails `npm test`.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'shared-imports-no-room',
      comment: 'What server and client agree on stands on zod and xstate alone.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: ['^shared/', '^node_modules/(zod|xstate)/'] },
    },
    ...layerRules,
    {
      name: 'routes-import-no-db',
      comment: 'A route or procedure calls a verb; only verbs know that there is a database.',
      severity: 'error',
      from: { path: '^server/(http|trpc)/' },
      to: { path: '^server/db/' },
    },
    {
      name: 'only-db-imports-drivers',
      comment: 'What a database driver answers, and how, is said in one room.',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/db/' },
      to: { path: '^node_modules/(@mikro-orm/|pg/|better-sqlite3/)' },
    },
    {
      name: 'client-imports-server-types-only',
      comment: 'The browser may know what the server answers, not how.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'browser-code-imports-no-node-modules',
      comment: 'There is no node:fs in a browser.',
      severity: 'error',
      from: { path: '^client/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-imports-no-client',
      comment: 'The server serves the built client as files and knows nothing else of it.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^client/' },
    },
    {
      name: 'audiences-import-no-other-audience',
      comment: 'One folder per audience; what two of them need goes to client/ui or client itself.',
      severity: 'error',
      from: { path: '^client/(register|wallet|admin|qa)/' },
      to: { path: '^client/(register|wallet|admin|qa)/', pathNot: '^client/$1/' },
    },
    {
      name: 'consoles-load-when-opened',
      comment: "A student's phone does not download the admin console or the visualiser.",
      severity: 'error',
      from: { path: '^client/', pathNot: '^client/(admin|qa)/' },
      to: { path: '^client/(admin|qa)/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'simulator-stands-alone',
      comment:
        'The simulator stands in for somebody else: it knows of this application what it shares, and its errors.',
      severity: 'error',
      from: { path: '^server/simulator/' },
      to: { path: '^(server|client)/', pathNot: ['^server/simulator/', '^server/errors\\.ts$'] },
    },
    {
      name: 'simulator-loads-when-wanted',
      comment: 'Production has a platform: it loads no stand-in for one.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/simulator/', '^server/cli/simulator\\.ts$'] },
      to: { path: '^server/simulator/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'oidc-loads-when-wanted',
      comment: 'A server without portals is as quick to start, and as small, as if there were none.',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/oidc/', '^server/cli/rotate-signing-keys\\.ts$'] },
      to: { path: '^server/oidc/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'nobody-imports-main',
      comment: 'What acts when it is imported is started, never imported.',
      severity: 'error',
      from: { pathNot: '^server/(main|writer-thread)\\.ts$' },
      to: { path: '^server/(main|start|writer-thread)\\.ts$' },
    },
    {
      name: 'only-main-and-tests-import-wire',
      comment: 'server/wire.ts knows all rooms, so no room may know it.',
      severity: 'error',
      from: { pathNot: ['^server/start\\.ts$', '^tests/'] },
      to: { path: '^server/wire\\.ts$' },
    },
    {
      name: 'production-imports-no-tests',
      comment: 'What runs in production stands without the tests.',
      severity: 'error',
      from: { path: '^(shared|server|client)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'production-imports-only-dependencies',
      comment: 'A package that production code needs is in "dependencies", under its own name.',
      severity: 'error',
      from: { path: '^(shared|server|client)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'tests-import-only-declared-packages',
      comment: 'A package that comes along with another can leave with it.',
      severity: 'error',
      from: { pathNot: '^(shared|server|client)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or need a third. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-folder-cycles',
      comment: 'Rooms that need each other are one room, or one of them holds what belongs in a third.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nothing is dead, unless a tool reads it.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^server/db/migrations/',
          '^[^/]+\\.config\\.ts$',
          '^server/main\\.ts$',
          '\\.(test|spec)\\.tsx?$',
        ],
      },
      to: {},
    },
    {
      name: 'nothing-unresolvable',
      comment: 'An import that leads nowhere fails when it is first reached, which may be in production.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    parser: 'swc', // TypeScript 7 has no API to parse with; swc tells type-only imports apart by itself
    doNotFollow: { path: '^node_modules/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    skipAnalysisNotInRules: true,
  },
}
