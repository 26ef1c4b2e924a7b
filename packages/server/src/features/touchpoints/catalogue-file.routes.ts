import { CatalogueFile, CatalogueFileChanges, faultOf, filterLimits } from '@teia/contracts'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { refuseOutsizedRules } from '../../platform/rule-size.ts'
import { parseYaml } from '../../platform/yaml.ts'
import { actorOfRequest } from '../access/index.ts'
import type { CatalogueDeps } from './catalogue.service.ts'
import { readCatalogueFile, writeCatalogueFile, yamlOf } from './catalogue-file.service.ts'

const tags = ['touchpoints']

/** The whole catalogue as a file, as JSON or YAML, out and in. */
export function catalogueFileRoutes(deps: CatalogueDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(
      yamlTypes,
      { parseAs: 'string' },
      async (_request: FastifyRequest, body: string) => readCatalogue(body),
    )
    app.get(
      '/api/v1/touchpoints/file',
      { schema: { tags, querystring: z.object({ format: z.enum(['json', 'yaml']).default('yaml') }) } },
      async (request, reply) => {
        const file = await writeCatalogueFile(deps, request.workspaceId)
        if (request.query.format === 'json') return file
        return reply
          .type('application/yaml; charset=utf-8')
          .header('content-disposition', 'attachment; filename="touchpoints.yaml"')
          .send(yamlOf(file))
      },
    )
    app.put(
      '/api/v1/touchpoints/file',
      {
        schema: {
          tags,
          querystring: z.object({ dryRun: z.enum(['true', 'false']).default('false') }),
          body: CatalogueFile,
          response: { 200: CatalogueFileChanges },
        },
      },
      (request) =>
        readCatalogueFile(deps, actorOfRequest(request), request.body, request.query.dryRun === 'true'),
    )
  }
}

const yamlTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml']

function readCatalogue(text: string): unknown {
  const { value } = parseYaml(text, {
    code: 'invalid_catalogue',
    faultAt: (place) => (place ? faultOf('catalogue_no_yaml_at', place) : faultOf('catalogue_no_yaml')),
  })
  refuseOutsizedRules(value, { levels: filterLimits.levels })
  return value
}
