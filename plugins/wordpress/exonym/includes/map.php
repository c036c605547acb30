<?php
/**
 * The block "Map of this story": a picture of its places, drawn when it is saved. Readers load no script for it, and the
 * service is not asked for them.
 *
 * @package Exonym
 */

namespace Exonym\Map;

use Exonym\Places;
use Exonym\Service;
use Exonym\Settings;

defined( 'ABSPATH' ) || exit;

require_once __DIR__ . '/base.php';

const BLOCK  = 'exonym/map';
const KEPT   = '_exonym_map';
const MOST   = 2000000; // Bytes of land and borders; the finer base has 300,000.
const WIDE   = 720;
const HIGH   = 480;
const LEAST  = 0.02; // Of the world's width: a map of one place is that wide.
const ROOM   = 1.5; // How much wider the map is than its places are apart.
const FINE   = 0.4; // Of the world's width: below it the finer base is drawn.
const NEAR   = 1.2; // Pixels between points of a line.
const FAR    = 3000; // Pixels outside the picture at which lines are cut off.
const LETTER = 7.5; // Pixels that a letter of a label takes.

/** What a picture is made of; all else is taken out when it is shown. */
const MARKUP = array(
	'svg'    => array( 'xmlns' => true, 'viewbox' => true, 'role' => true, 'aria-label' => true, 'width' => true, 'height' => true ),
	'g'      => array( 'fill' => true, 'stroke' => true, 'stroke-width' => true, 'font-size' => true, 'font-family' => true, 'paint-order' => true ),
	'rect'   => array( 'width' => true, 'height' => true, 'fill' => true ),
	'path'   => array( 'd' => true, 'fill' => true, 'fill-rule' => true, 'stroke' => true, 'stroke-width' => true, 'stroke-dasharray' => true ),
	'circle' => array( 'cx' => true, 'cy' => true, 'r' => true, 'fill' => true, 'stroke' => true, 'stroke-width' => true ),
	'text'   => array( 'x' => true, 'y' => true, 'text-anchor' => true ),
);

add_action( 'init', __NAMESPACE__ . '\register', 30 );
add_action( 'added_post_meta', __NAMESPACE__ . '\follow', 20, 3 );
add_action( 'updated_post_meta', __NAMESPACE__ . '\follow', 20, 3 );

/** Register the block. */
function register(): void {
	$told = array( 'api_version' => 3, 'render_callback' => __NAMESPACE__ . '\render', 'supports' => array( 'align' => array( 'wide', 'full' ), 'html' => false ) );
	register_block_type( BLOCK, $told );
	foreach ( Settings\types() as $type ) {
		add_action( "rest_after_insert_$type", fn( $post ) => keep( $post->ID ) );
	}
}

/**
 * Draw the map of a post anew where its places were changed.
 *
 * @param int    $meta Of the change.
 * @param int    $post Its id.
 * @param string $key  What was changed.
 */
function follow( $meta, $post, $key ): void {
	if ( Places\KEY === $key ) {
		keep( (int) $post );
	}
}

/**
 * Draw the map of a post that has the block, and keep it.
 *
 * @param int $post Its id.
 */
function keep( int $post ): void {
	$places = Places\of( $post );
	$state  = state( $places );
	$kept   = get_post_meta( $post, KEPT, true );
	if ( ! $places || ( $kept['of'] ?? '' ) === $state || wp_is_post_revision( $post ) || ! has_block( BLOCK, $post ) ) {
		return;
	}
	$view = view( $places );
	$base = Service\ask( 'GET', '/v1/map/base', array( 'level' => $view['side'] < FINE ? 1 : 0 ) );
	if ( 200 === $base['status'] && strlen( $base['body'] ) <= MOST ) {
		$read = new Base( $base['body'] );
		$told = array( 'of' => $state, 'svg' => drawn( $places, $view, $read ), 'credit' => credit( $read->told ) );
		update_post_meta( $post, KEPT, wp_slash( $told ) );
	}
}

/**
 * What tells the places of a picture from others.
 *
 * @param array $places Of a post.
 */
function state( array $places ): string {
	return md5( (string) wp_json_encode( $places ) );
}

/** What is shown to readers: the picture, and whose data it is; where there is none, the places by name. */
function render(): string {
	$post   = (int) get_the_ID();
	$places = Places\of( $post );
	if ( ! $places ) {
		return is_admin() || wp_is_json_request() ? '<p>' . esc_html__( 'No places are known of this story yet.', 'exonym' ) . '</p>' : '';
	}
	$kept  = get_post_meta( $post, KEPT, true );
	$drawn = is_array( $kept ) && state( $places ) === ( $kept['of'] ?? '' ); // Else it shows other places.
	$inner = $drawn ? wp_kses( $kept['svg'], MARKUP ) : '<p>' . esc_html( names( $places ) ) . '</p>';
	$under = $drawn ? $kept['credit'] : __( 'Places: GeoNames, CC BY 4.0.', 'exonym' );
	return '<figure ' . get_block_wrapper_attributes() . ">$inner<figcaption>" . esc_html( $under ) . '</figcaption></figure>';
}

/**
 * The names of places, as a sentence has them.
 *
 * @param array $places Of a post.
 */
function names( array $places ): string {
	return implode( ', ', array_unique( array_column( $places, 'name' ) ) );
}

/**
 * Whose borders and places these are.
 *
 * @param array $told Of the base.
 */
function credit( array $told ): string {
	$borders = Places\word( $told['borders'] ?? '' );
	$view    = Places\word( $told['view'] ?? '' );
	$from    = Places\word( $told['places'] ?? '' );
	/* translators: %s: whose borders they are. */
	$first = '' === $borders ? '' : sprintf( __( 'Borders: %s.', 'exonym' ), '' === $view ? $borders : "$borders, $view" ) . ' ';
	/* translators: %s: whose data the places are. */
	return $first . sprintf( __( 'Places: %s.', 'exonym' ), '' === $from ? 'GeoNames, CC BY 4.0' : $from );
}

/**
 * A place as a point of the world, a square of side 1.
 *
 * @param array $place As it is kept.
 */
function point( array $place ): array {
	$sine = sin( deg2rad( max( -85, min( 85, $place['lat'] ) ) ) );
	return array( $place['lon'] / 360 + 0.5, 0.5 - log( ( 1 + $sine ) / ( 1 - $sine ) ) / ( 4 * M_PI ) );
}

/**
 * The part of the world that is drawn: its middle and its width.
 *
 * @param array $places Of a post.
 */
function view( array $places ): array {
	$points = array_map( __NAMESPACE__ . '\point', $places );
	$xs     = array_column( $points, 0 );
	$ys     = array_column( $points, 1 );
	$side   = max( LEAST, ROOM * ( max( $xs ) - min( $xs ) ), ROOM * ( max( $ys ) - min( $ys ) ) * WIDE / HIGH );
	return array( 'x' => ( max( $xs ) + min( $xs ) ) / 2, 'y' => ( max( $ys ) + min( $ys ) ) / 2, 'side' => min( 1, $side ) );
}

/**
 * The picture.
 *
 * @param array $places Of a post.
 * @param array $view   Its part of the world.
 * @param Base  $base   Land and borders.
 */
function drawn( array $places, array $view, Base $base ): string {
	$land    = implode( '', array_map( fn( $ring ) => path( $ring, $view, true ), $base->land ) );
	$borders = array( '', '' );
	foreach ( $base->borders as $border ) {
		$borders[ (int) $border['dashed'] ] .= path( $border['points'], $view, false );
	}
	/* translators: %s: names of places. */
	$label = sprintf( __( 'Map: %s', 'exonym' ), names( $places ) );
	return sprintf( '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">', WIDE, HIGH, esc_attr( $label ) )
		. sprintf( '<rect width="%d" height="%d" fill="#dce8ea"/><path d="%s" fill="#faf8f3" fill-rule="evenodd" stroke="#7f8c90" stroke-width="0.6"/>', WIDE, HIGH, $land )
		. sprintf( '<path d="%s" fill="none" stroke="#b08d6a" stroke-width="0.8"/>', $borders[0] )
		. sprintf( '<path d="%s" fill="none" stroke="#b08d6a" stroke-width="0.8" stroke-dasharray="4 3"/>', $borders[1] )
		. pins( $places, $view ) . '</svg>';
}

/**
 * A line as the data of a path; blank where it is not to be seen.
 *
 * @param array $points Of the world, x and y in turn.
 * @param array $view   Its part.
 * @param bool  $closed Whether it is a ring.
 */
function path( array $points, array $view, bool $closed ): string {
	$out   = '';
	$last  = null;
	$seen  = array( false, false, false, false );
	$scale = WIDE / $view['side'];
	for ( $at = 0, $count = count( $points ); $at + 1 < $count; $at += 2 ) {
		$x = max( -FAR, min( FAR, ( $points[ $at ] - $view['x'] ) * $scale + WIDE / 2 ) );
		$y = max( -FAR, min( FAR, ( $points[ $at + 1 ] - $view['y'] ) * $scale + HIGH / 2 ) );
		if ( null !== $last && abs( $x - $last[0] ) < NEAR && abs( $y - $last[1] ) < NEAR ) {
			continue;
		}
		// Seen on which sides: what is wholly on one of them is not in the picture.
		$seen = array( $seen[0] || $x > 0, $seen[1] || $x < WIDE, $seen[2] || $y > 0, $seen[3] || $y < HIGH );
		$out .= ( null === $last ? 'M' : 'L' ) . number( $x ) . ' ' . number( $y );
		$last = array( $x, $y );
	}
	return in_array( false, $seen, true ) ? '' : $out . ( $closed ? 'Z' : '' );
}

/**
 * A number of a path.
 *
 * @param float $value Pixels.
 */
function number( float $value ): string {
	return rtrim( rtrim( number_format( $value, 1, '.', '' ), '0' ), '.' );
}

/**
 * Pins and their labels; a label that would cover another is left out.
 *
 * @param array $places Of a post.
 * @param array $view   Their part of the world.
 */
function pins( array $places, array $view ): string {
	$scale  = WIDE / $view['side'];
	$pins   = '';
	$labels = '';
	$taken  = array();
	foreach ( $places as $place ) {
		list( $px, $py ) = point( $place );
		$x               = ( $px - $view['x'] ) * $scale + WIDE / 2;
		$y               = ( $py - $view['y'] ) * $scale + HIGH / 2;
		$pins           .= sprintf( '<circle cx="%s" cy="%s" r="6"/>', number( $x ), number( $y ) );
		$long            = mb_strlen( $place['name'] ) * LETTER;
		$after           = $x + $long + 12 < WIDE;
		$box             = array( $after ? $x : $x - $long - 20, $y - 10, $after ? $x + $long + 20 : $x, $y + 10 );
		$free            = ! array_filter( $taken, fn( $one ) => $box[0] < $one[2] && $one[0] < $box[2] && $box[1] < $one[3] && $one[1] < $box[3] );
		if ( $free ) {
			$taken[] = $box;
			$labels .= sprintf( '<text x="%s" y="%s" text-anchor="%s">%s</text>', number( $x + ( $after ? 11 : -11 ) ), number( $y + 5 ), $after ? 'start' : 'end', esc_html( $place['name'] ) );
		}
	}
	return '<g fill="#086a86" stroke="#fffefb" stroke-width="2">' . $pins . '</g>'
		. '<g fill="#1c292d" stroke="#faf8f3" stroke-width="3" paint-order="stroke" font-size="15" font-family="system-ui, sans-serif">' . $labels . '</g>';
}
