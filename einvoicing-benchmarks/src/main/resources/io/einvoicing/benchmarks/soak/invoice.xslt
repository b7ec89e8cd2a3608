<?xml version="1.0" encoding="UTF-8"?>
<!-- A document of the soak; its time makes every run's bytes differ, so that a request that is built again shows. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    exclude-result-prefixes="#all">
  <xsl:param name="document" as="xs:string" required="yes"/>
  <xsl:template name="xsl:initial-template">
    <Invoice>
      <Number><xsl:value-of select="parse-json($document)?number"/></Number>
      <Made><xsl:value-of select="current-dateTime()"/></Made>
    </Invoice>
  </xsl:template>
</xsl:stylesheet>
