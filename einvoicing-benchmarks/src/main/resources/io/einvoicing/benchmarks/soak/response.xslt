<?xml version="1.0" encoding="UTF-8"?>
<!--
  The authority's answer (JSON) to a verdict, or to nothing when the answer is none.

  {"status": "ACCEPTED" | "REJECTED" | "DUPLICATE", "receipt": "...", "original": {"status": ..., "receipt": ...},
   "messages": [{"code": "...", "severity": "ERROR" | "WARNING" | "INFO", "text": "...", "location": "..."}]}

  DUPLICATE says that this invoice was sent before: the original's status and receipt are the verdict.
-->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:err="http://www.w3.org/2005/xqt-errors"
    exclude-result-prefixes="#all">

  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes"/>

  <!-- The response, as text. -->
  <xsl:param name="document" as="xs:string" required="yes"/>

  <xsl:template name="xsl:initial-template">
    <xsl:variable name="response" as="item()?">
      <xsl:try select="parse-json($document)">
        <xsl:catch errors="err:FOJS0001" select="()"/>
      </xsl:try>
    </xsl:variable>
    <xsl:if test="$response instance of map(*)">
      <xsl:variable name="duplicate" select="$response?status = 'DUPLICATE'"/>
      <xsl:variable name="decision" select="if ($duplicate) then $response?original else $response"/>
      <xsl:if test="$decision?status = ('ACCEPTED', 'REJECTED')">
        <verdict status="{$decision?status}">
          <xsl:if test="exists($decision?receipt)">
            <xsl:attribute name="receipt" select="$decision?receipt"/>
          </xsl:if>
          <xsl:if test="$duplicate">
            <message code="DUPLICATE" severity="INFO">sent before; this is the original's verdict</message>
          </xsl:if>
          <xsl:for-each select="$response?messages?*">
            <message code="{?code}" severity="{(?severity, 'INFO')[1]}" location="{?location}">
              <xsl:value-of select="?text"/>
            </message>
          </xsl:for-each>
        </verdict>
      </xsl:if>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
