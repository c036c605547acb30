<?php
/**
 * Whose decisions count: the desk of the key. The page of the settings asks for it; where address and key stand in the
 * configuration of the site, or the service did not answer then, it is asked for when it is wanted.
 *
 * @package Exonym
 */

namespace Exonym\Desk;

use Exonym\Service;
use Exonym\Settings;

defined( 'ABSPATH' ) || exit;

const KEPT  = 'exonym_desk';
const LONG  = 3600; // Seconds for which an answer holds.
const SHORT = 60; // The same of none: a service that is away does not hold up every page.
const NONE  = array( 'id' => '', 'title' => '' );

/** The desk: its id and its title; blank where the key is for none, or where that is not known. */
function current(): array {
	$all = Settings\all();
	if ( '' !== $all['desk'] && ! defined( 'EXONYM_URL' ) ) {
		return array( 'id' => (string) $all['desk'], 'title' => (string) $all['title'] );
	}
	if ( '' === Settings\url() ) {
		return NONE;
	}
	$of   = md5( Settings\url() . ' ' . Settings\key() );
	$kept = get_transient( KEPT );
	$kept = is_array( $kept ) && $of === ( $kept['of'] ?? '' ) ? $kept : array();
	if ( ( $kept['until'] ?? 0 ) > time() ) {
		return array( 'id' => $kept['id'], 'title' => $kept['title'] );
	}
	$found = of_answer( Service\ask( 'GET', '/v1/desks' ) );
	$desk  = $found ?? array( 'id' => $kept['id'] ?? '', 'title' => $kept['title'] ?? '' );
	set_transient( KEPT, $desk + array( 'of' => $of, 'until' => time() + ( null === $found ? SHORT : LONG ) ) );
	return $desk;
}

/**
 * The desk that an answer names; null where it is no answer.
 *
 * @param array $answer Of Service\ask, for /v1/desks.
 */
function of_answer( array $answer ): ?array {
	$desks = Service\read( $answer )['desks'] ?? null;
	if ( ! is_array( $desks ) ) {
		return null;
	}
	$desk = $desks[0] ?? null;
	$id   = is_array( $desk ) && is_string( $desk['id'] ?? null ) ? $desk['id'] : '';
	if ( ! preg_match( '/^[a-z0-9-]{1,40}$/D', $id ) ) {
		return NONE;
	}
	$title = is_string( $desk['title'] ?? null ) ? sanitize_text_field( mb_substr( $desk['title'], 0, 200 ) ) : '';
	return array( 'id' => $id, 'title' => '' === $title ? $id : $title );
}
